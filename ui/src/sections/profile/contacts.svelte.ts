/** What the user information holds that is stored only with its code: the e-mail address, and numbers of channels. */
import {
  type AccountRow,
  call,
  commands,
  type EmailView,
  type PhoneChannel,
  type PhonesView,
  type ProfileFieldView,
} from '$lib/backend';
import { EmailChange } from '$lib/account/contact/email.svelte';
import { PhoneChange } from '$lib/account/contact/phone.svelte';
import { Reading } from '$lib/account/reading.svelte';

export class Contacts {
  readonly email: EmailChange;
  private readonly phones: Record<PhoneChannel, PhoneChange>;

  constructor(account: () => AccountRow) {
    const phones = new Reading<PhonesView>(
      () => `${account().id} phones`,
      () => call(commands.phonesGet(account().id)),
    );
    const email = new Reading<EmailView>(
      () => `${account().id} email`,
      () => call(commands.emailGet(account().id)),
    );
    this.email = new EmailChange(account, email);
    this.phones = {
      sms: new PhoneChange(account, phones, 'sms'),
      whatsapp: new PhoneChange(account, phones, 'whatsapp'),
    };
  }

  phone(channel: PhoneChannel): PhoneChange {
    return this.phones[channel];
  }

  /** Those that these fields are about. */
  of(fields: ProfileFieldView[]): (EmailChange | PhoneChange)[] {
    return fields.filter((field) => field.editable).flatMap(({ kind }) => this.behind(kind) ?? []);
  }

  private behind(kind: ProfileFieldView['kind']): EmailChange | PhoneChange | null {
    if (kind.kind === 'email') return this.email;
    return kind.kind === 'phone' ? this.phone(kind.channel) : null;
  }
}
