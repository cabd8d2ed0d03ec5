/** The challenge beside a form: letters in a picture, and a question in words for whoever cannot see it. It counts once. */
import { call, type CaptchaView, commands, type Failure } from '$lib/backend';
import { attempt } from '$lib/account/attempt';
import { type Language, language } from '$lib/i18n';

export class Captcha {
  challenge = $state.raw<CaptchaView | null>(null);
  loading = $state(false);
  failure = $state.raw<Failure | null>(null);
  /** What was typed: the letters or the answer to the question, both are right. */
  typed = $state('');
  private origin = '';
  /** The language that the question was asked for in. */
  private asked: Language | null = null;
  private turn = 0;

  /**
   * Asks for one, unless the one that is here is this service's and in the language on the screen. What was typed is the answer to the one
   * that is here, so that one stays.
   */
  async need(origin: string): Promise<void> {
    const here = this.challenge ?? this.loading;
    if (here && origin === this.origin && (this.asked === language() || this.typed)) return;
    await this.renew(origin);
  }

  /** Asks for another one; what was typed for the old one is of no use any more. */
  async renew(origin: string): Promise<void> {
    const mine = ++this.turn;
    this.origin = origin;
    this.asked = language();
    this.challenge = null;
    this.failure = null;
    this.typed = '';
    this.loading = true;
    const result = await attempt(() => call(commands.accountCaptcha(origin, this.asked ?? language())));
    if (mine !== this.turn) return;
    this.loading = false;
    if (result.done) this.challenge = result.value;
    else this.failure = result.failure;
  }
}
