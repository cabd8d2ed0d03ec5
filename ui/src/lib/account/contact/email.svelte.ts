/** Another e-mail address on its way to being the account's. */
import { type AccountRow, call, commands, type EmailView } from '$lib/backend';
import type { Reading } from '$lib/account/reading.svelte';
import { type Contact, ContactChange } from './change.svelte';

export class EmailChange extends ContactChange<EmailView> {
  constructor(account: () => AccountRow, reading: Reading<EmailView>) {
    super(account, reading, 'contact.needEmail');
  }

  override get composed(): string {
    return this.typed.trim().toLowerCase();
  }

  // The core's codes may hold letters, and it does not say.
  override get digits(): number | null {
    return null;
  }

  override shown(email: string): string {
    return email;
  }

  protected override contactIn(view: EmailView | null): Contact {
    // When it was sent, and until when it counts, the core does not say.
    const awaited = view?.pending ? { to: view.pending, expires_at: null, resend_at: 0 } : null;
    return { current: view?.email ?? null, awaited };
  }

  protected override fill(email: string): void {
    this.typed = email;
  }

  protected override key(email: string): string {
    return `${this.account().id} email ${email}`;
  }

  protected override sending(email: string): Promise<EmailView> {
    return call(commands.emailChange(this.account().id, email));
  }

  protected override resending(): Promise<EmailView> {
    return call(commands.emailResend(this.account().id));
  }

  protected override verifying(email: string, code: string): Promise<EmailView> {
    return call(commands.emailVerify(this.account().id, email, code));
  }
}
