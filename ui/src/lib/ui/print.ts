/** Prints only what is marked with `PrintOnly`, not the window. */

/** Opens the system's print dialog. */
export function printSheet(): void {
  document.body.classList.add('prints-sheet');
  addEventListener('afterprint', () => document.body.classList.remove('prints-sheet'), { once: true });
  window.print();
}
