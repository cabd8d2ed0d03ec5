/**
 * Choosing codes by mail or text: a code is sent, and the method holds once it is given back; or turning them off. What holds goes on
 * until then. Each act is proven if the service wants it, and sent once.
 */
import { type AccountRow, call, commands, type FactorMethodView, type Failure, type SentCodeView } from '$lib/backend';
import { attempt } from '$lib/account/attempt';
import { codeTyped } from '$lib/account/codeTyped';
import { FormErrors } from '$lib/account/formErrors.svelte';
import { SentCode } from '$lib/account/sentCode.svelte';
import { t } from '$lib/i18n';
import { announce } from '$lib/state/announce.svelte';
import { withStepUp } from '$lib/state/stepUp.svelte';

export class FactorChoice {
  busy = $state<'send' | 'validate' | 'clear' | null>(null);
  code = $state('');
  /** When something was sent whose answer was lost. */
  unknown = $state<number | null>(null);
  readonly errors = new FormErrors({ code: 'code', method: 'method' });
  readonly sent: SentCode;
  /** The code that was sent last, while another method is looked at. */
  private last: SentCodeView | null = null;
  /** Every character of the code is there. */
  readonly complete = $derived.by(() => codeTyped(this.code, this.digits));

  constructor(
    private readonly account: () => AccountRow,
    /** Which method's code is awaited or asked for. */
    readonly method: () => FactorMethodView,
    /** The service's state is another one now. */
    private readonly changed: () => void,
  ) {
    this.sent = new SentCode(
      () => call(commands.factorsResend(this.account().id)),
      (failure) => this.refused(failure),
    );
  }

  /** How many digits the code has; none when it has letters. */
  get digits(): number | null {
    return this.sent.view ? this.sent.view.digits : 6;
  }

  /** Goes on with the code that was sent for this method, from here or before this page was opened. A service awaits the last one. */
  resume(pending: SentCodeView | null): void {
    this.last = this.sent.view ?? this.last;
    const awaited = this.last ?? pending;
    this.sent.take(awaited?.method === this.method() ? awaited : null);
  }

  /** Has the code sent that will validate the method. True if it was. */
  async send(): Promise<boolean> {
    const { id } = this.account();
    const view = await this.run('send', () => call(commands.factorsChoose(id, this.method())));
    if (!view) return false;
    this.code = '';
    this.sent.again = false;
    this.sent.take(view);
    announce(t('sentCode.sent'));
    return true;
  }

  /** Gives the code back. True if the method holds now. */
  async validate(trashEntry: boolean): Promise<boolean> {
    const { id } = this.account();
    const done = await this.run('validate', async () => {
      await call(commands.factorsValidate(id, this.method(), this.code.trim(), trashEntry));
      return true;
    });
    if (!done) return false;
    this.over();
    announce(t('factors.methodOn'));
    return true;
  }

  /** Turns the method that holds off. True if it is off now. */
  async clear(): Promise<boolean> {
    const { id } = this.account();
    const done = await this.run('clear', async () => {
      await call(commands.factorsClear(id));
      return true;
    });
    if (!done) return false;
    this.over();
    announce(t('factors.methodOff'));
    return true;
  }

  private over(): void {
    this.code = '';
    this.last = null;
    this.sent.take(null);
    this.changed();
  }

  private refused(failure: Failure | null): void {
    // Too many tries, too late, or chosen elsewhere: a new code has to be asked for.
    if (failure?.code === 'no-such-step') this.over();
    this.errors.take(failure);
  }

  private async run<T>(what: 'send' | 'validate' | 'clear', work: () => Promise<T>): Promise<T | null> {
    if (this.busy) return null;
    this.busy = what;
    this.errors.clear();
    const at = Date.now();
    const result = await attempt(() => withStepUp(this.account(), work));
    this.busy = null;
    if (result.done) return result.value;
    if (result.failure?.code === 'unknown') this.unknown = at;
    else this.refused(result.failure);
    return null;
  }
}
