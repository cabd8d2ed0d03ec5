/** One clock for the window: a tick just after each full second, and only while something on the screen reads it. */
import { createSubscriber } from 'svelte/reactivity';

let tick = Date.now();
let watched = false;

const subscribe = createSubscriber((update) => {
  let timer: ReturnType<typeof setTimeout>;
  const schedule = () => {
    // Aimed at the next full second each time, so that the ticks never drift away from the codes' periods.
    timer = setTimeout(
      () => {
        tick = Date.now();
        update();
        schedule();
      },
      1000 - (Date.now() % 1000),
    );
  };
  watched = true;
  schedule();
  return () => {
    watched = false;
    clearTimeout(timer);
  };
});

/** Milliseconds since 1970; read in a component or an effect, it is read again every second. */
export function now(): number {
  subscribe();
  if (!watched || Math.abs(Date.now() - tick) > 2000) tick = Date.now();
  return $effect.tracking() ? tick : Date.now();
}
