/** A channel's number on its way to being the account's, and the number that is there: deleted. */
import {
  type AccountRow,
  call,
  commands,
  type PhoneChannel,
  type PhoneChannelView,
  type PhonesView,
  type PhoneView,
} from '$lib/backend';
import type { Reading } from '$lib/account/reading.svelte';
import { t } from '$lib/i18n';
import { announce } from '$lib/state/announce.svelte';
import { type Contact, ContactChange } from './change.svelte';
import { compose, isInternational, shown, split } from './regions';

export class PhoneChange extends ContactChange<PhonesView> {
  region = $state('');
  readonly view = $derived.by(() => this.viewIn(this.reading.value));
  private readonly typedNumber = $derived.by(() => compose(this.region, this.typed));

  constructor(
    account: () => AccountRow,
    reading: Reading<PhonesView>,
    readonly channel: PhoneChannel,
  ) {
    super(account, reading, 'phones.needNumber');
  }

  override get composed(): string {
    return this.typedNumber;
  }

  override get digits(): number | null {
    return this.reading.value?.code_digits ?? null;
  }

  override shown(number: string): string {
    return shown(number);
  }

  override begin(): void {
    const usual = this.reading.value?.default_region;
    const taken = this.view?.regions ?? [];
    if (!this.region) this.region = usual && (taken.length === 0 || taken.includes(usual)) ? usual : (taken[0] ?? 'KR');
    super.begin();
  }

  /** A number typed with its country code takes its place in the form, where its country can be chosen. */
  settle(): void {
    if (!isInternational(this.typed)) return;
    const taken = this.view?.regions ?? [];
    const region = split(this.composed)?.region;
    if (taken.length === 0 || (region && taken.includes(region))) this.fill(this.composed);
  }

  /** Deletes the number. */
  async delete(): Promise<void> {
    const gone = await this.run(
      'delete',
      () => this.changed(call(commands.phonesDelete(this.account().id, this.channel))),
      (contact) => contact.current === null,
    );
    // Somebody else deleted it: what is on the screen is no longer so.
    if (!gone && this.failure?.code === 'conflict') await this.reading.load();
    if (!gone) return;
    this.reset();
    announce(t('phones.deleted'));
  }

  protected override contactIn(view: PhonesView | null): Contact {
    const phone = this.viewIn(view)?.phone;
    const pending = phone?.pending;
    return { current: phone?.number ?? null, awaited: pending ? { ...pending, to: pending.number } : null };
  }

  protected override fill(number: string): void {
    const parts = split(number);
    if (!parts) return;
    // Where several regions share a code, the one that was chosen stays.
    if (compose(this.region, parts.rest) !== number) this.region = parts.region;
    this.typed = parts.rest;
  }

  protected override key(number: string): string {
    return `${this.account().id} ${this.channel} ${number}`;
  }

  protected override sending(number: string): Promise<PhonesView> {
    return this.changed(call(commands.phonesSend(this.account().id, this.channel, number)));
  }

  protected override resending(number: string): Promise<PhonesView> {
    return this.changed(call(commands.phonesResend(this.account().id, this.channel, number)));
  }

  protected override verifying(number: string, code: string): Promise<PhonesView> {
    return this.changed(call(commands.phonesVerify(this.account().id, this.channel, number, code)));
  }

  private viewIn(view: PhonesView | null): PhoneChannelView | undefined {
    return view?.channels.find((each) => each.channel === this.channel);
  }

  /** All channels, with what an act on this one answered. */
  private async changed(answer: Promise<PhoneView>): Promise<PhonesView> {
    const phone = await answer;
    const view = this.reading.value ?? (await call(commands.phonesGet(this.account().id)));
    const channels = view.channels.map((each) => (each.channel === this.channel ? { ...each, phone } : each));
    return { ...view, channels };
  }
}
