/** What can be done with devices: tested, deleted, and in practice added. Each act is sent once; its outcome is read if it is lost. */
import { type AccountRow, call, commands, type DeviceRow, type DevicesView, type Failure } from '$lib/backend';
import { attempt } from '$lib/account/attempt';
import { LostAnswer } from '$lib/account/lostAnswer.svelte';
import type { Reading } from '$lib/account/reading.svelte';
import { t } from '$lib/i18n';
import { announce } from '$lib/state/announce.svelte';
import { withStepUp } from '$lib/state/stepUp.svelte';

/** Whether what was to be done is done, as the service tells it. */
type Holds = (view: DevicesView) => boolean;

export class DeviceActions {
  /** What is under way: `add`, or a device's own act such as `test 7`. */
  busy = $state<string | null>(null);
  failure = $state.raw<Failure | null>(null);
  readonly answer: LostAnswer<DevicesView, Holds>;

  constructor(
    private readonly account: () => AccountRow,
    private readonly reading: Reading<DevicesView>,
  ) {
    this.answer = new LostAnswer(reading, (view, holds) => holds(view));
  }

  async test(device: DeviceRow): Promise<void> {
    const before = device.last_notice?.at ?? null;
    const tested = await this.run(
      `test ${device.id}`,
      () => call(commands.devicesTest(this.account().id, device.id)),
      (view) => view.devices.some((each) => each.id === device.id && (each.last_notice?.at ?? null) !== before),
    );
    if (!tested) return;
    this.take(this.devices().map((each) => (each.id === tested.id ? tested : each)));
    announce(t(tested.excluded ? 'devices.failed' : 'devices.arrived', { name: tested.name }));
  }

  async delete(device: DeviceRow): Promise<void> {
    const left = await this.run(
      `delete ${device.id}`,
      () => call(commands.devicesDelete(this.account().id, device.id)),
      (view) => view.devices.every((each) => each.id !== device.id),
    );
    if (!left) return;
    this.take(left);
    announce(t('devices.deleted', { name: device.name }));
  }

  /** Adds a sample: one that answers, or one that is gone. */
  async add(answers: boolean): Promise<void> {
    const before = this.devices().length;
    const name = t(answers ? 'devices.sampleAnswers' : 'devices.sampleGone');
    const all = await this.run(
      'add',
      () => call(commands.devicesAddSample(this.account().id, name, answers)),
      (view) => view.devices.length > before,
    );
    if (!all) return;
    this.take(all);
    announce(t('devices.added', { name }));
  }

  /** Reads what the service has after a lost answer. */
  async check(): Promise<void> {
    await this.answer.check();
  }

  private devices(): DeviceRow[] {
    return this.reading.value?.devices ?? [];
  }

  private take(devices: DeviceRow[]): void {
    if (this.reading.value) this.reading.take({ ...this.reading.value, devices });
  }

  private async run<T>(what: string, work: () => Promise<T>, holds: Holds): Promise<T | null> {
    if (this.busy) return null;
    this.busy = what;
    this.failure = this.answer.checked = null;
    const at = Date.now();
    const result = await attempt(() => withStepUp(this.account(), work));
    this.busy = null;
    if (result.done) return result.value;
    if (result.failure?.code === 'unknown') this.answer.unknown = { sent: holds, at };
    else this.failure = result.failure;
    // Somebody else deleted it: what is on the screen is no longer so.
    if (result.failure?.code === 'conflict') await this.reading.load();
    return null;
  }
}
