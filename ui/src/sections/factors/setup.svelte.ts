/**
 * Turning OTP on: a key is asked for, then kept in the vault with one press or shown for another authenticator, then
 * validated. The key stays in the app until the person asks to see it.
 */
import { type AccountRow, call, commands, type Failure, type RecoveryView, type TotpKeyView } from '$lib/backend';
import { type Attempt, attempt } from '$lib/account/attempt';
import { FormErrors } from '$lib/account/formErrors.svelte';
import { t } from '$lib/i18n';
import { announce } from '$lib/state/announce.svelte';
import { withStepUp } from '$lib/state/stepUp.svelte';

type Busy = 'begin' | 'add' | 'qr' | 'key' | 'copy' | 'validate';

export class OtpSetup {
  /** A key was made and waits to be validated. */
  begun = $state(false);
  busy = $state<Busy | null>(null);
  shown = $state.raw<TotpKeyView | null>(null);
  /** This key was shown at least once, so another authenticator may have it. */
  seen = $state(false);
  qrShown = $state(false);
  keyShown = $state(false);
  code = $state('');
  /** How many digits the key's codes have. */
  digits = $state(6);
  /** Seconds after which a copied key leaves the clipboard; null while nothing is copied, 0 when it stays. */
  copied = $state<number | null>(null);
  /** When something was sent whose answer was lost. */
  unknown = $state<number | null>(null);
  readonly errors = new FormErrors({ code: 'code', key: 'code' });
  readonly name: string;
  /** How often the key was put out of sight, and how often it had been when it was asked for. */
  private turn = 0;
  private asked = 0;

  constructor(
    private readonly account: () => AccountRow,
    /** OTP is on; these are its recovery codes. */
    private readonly turnedOn: (codes: RecoveryView) => void,
  ) {
    const { service, email } = account();
    this.name = `${service}, ${email}`;
  }

  /** Makes a new key. The one made before can't be validated any more. */
  async recreate(): Promise<void> {
    await this.during('begin', async () => {
      this.hide();
      this.code = '';
      this.begun = this.seen = false;
      if (await this.begin()) announce(t('factors.keyMade'));
    });
  }

  /** One press: key into the vault, validated, recovery codes kept. */
  async addToVault(): Promise<void> {
    await this.during('add', async () => {
      // Each call is proven on its own: to repeat the asking for a key would replace it.
      if (!this.begun && !(await this.begin())) return;
      await this.turnOn(() => commands.totpAddToVault(this.account().id));
    });
  }

  async validate(): Promise<void> {
    await this.during('validate', async () => {
      await this.turnOn(() => commands.totpValidate(this.account().id, this.code));
    });
  }

  /** Shows the QR code or the key, because the person asks; the other one stays hidden. */
  async show(what: 'qr' | 'key'): Promise<void> {
    await this.during(what, async () => {
      this.asked = this.turn;
      if (!this.begun && !(await this.begin())) return;
      if (!this.shown) {
        const result = await this.asking(() => call(commands.totpShow(this.account().id)));
        // The window was left meanwhile: what comes now would be shown to whoever is there.
        if (!result.done || this.asked !== this.turn) return;
        this.shown = result.value;
      }
      this.seen = true;
      if (what === 'qr') this.qrShown = true;
      else this.keyShown = true;
    });
  }

  hideQr(): void {
    this.qrShown = false;
    this.forget();
  }

  hideKey(): void {
    this.keyShown = false;
    this.copied = null;
    this.forget();
  }

  /** Out of sight at once: the window lost the focus, or the page is left. */
  hide(): void {
    this.turn++;
    this.qrShown = this.keyShown = false;
    this.copied = null;
    this.forget();
  }

  async copyKey(): Promise<void> {
    await this.during('copy', async () => {
      const result = await this.asking(() => call(commands.totpCopyKey(this.account().id)));
      if (!result.done) return;
      this.copied = result.value.clears_after ?? 0;
      announce(t('factors.copied'));
    });
  }

  private forget(): void {
    if (!this.qrShown && !this.keyShown) this.shown = null;
  }

  private async begin(): Promise<boolean> {
    const account = this.account();
    const result = await this.asking(() =>
      withStepUp(account, () => {
        // Asked again after a proof: whoever gave it is here, though the password may have been fetched from elsewhere.
        this.asked = this.turn;
        return call(commands.totpBegin(account.id));
      }),
    );
    this.begun = result.done;
    if (result.done) this.digits = result.value.digits;
    return result.done;
  }

  private async turnOn(command: () => ReturnType<typeof commands.totpAddToVault>): Promise<void> {
    const at = Date.now();
    const result = await attempt(() => withStepUp(this.account(), () => call(command())));
    if (result.done) {
      this.hide();
      this.begun = this.seen = false;
      this.code = '';
      announce(t('factors.turnedOn'));
      this.turnedOn(result.value);
    } else if (result.failure?.code === 'unknown') this.unknown = at;
    else this.refused(result.failure);
  }

  private refused(failure: Failure | null): void {
    // The key is no longer the service's: a new one has to be made.
    if (failure?.code === 'no-such-step') this.begun = this.seen = false;
    this.errors.take(failure);
  }

  private async asking<T>(work: () => Promise<T>): Promise<Attempt<T>> {
    const result = await attempt(work);
    if (!result.done) this.refused(result.failure);
    return result;
  }

  private async during(what: Busy, work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = what;
    this.errors.clear();
    try {
      await work();
    } finally {
      this.busy = null;
    }
  }
}
