import { beforeEach, describe, expect, it, vi } from 'vitest';

const invoke = vi.hoisted(() => vi.fn());
vi.mock('@tauri-apps/api/core', () => ({ invoke }));
vi.mock('@tauri-apps/api/event', () => ({ listen: vi.fn() }));
vi.mock('$lib/backend/seal', () => ({ seal: (text: string) => Promise.resolve(`sealed:${text}`) }));

const { setLanguage } = await import('$lib/i18n');
const { pendingSignIn } = await import('$lib/state/pendingSignIn.svelte');
const { go, route } = await import('$lib/state/route.svelte');
const { SignInFlow, flowFor } = await import('./flow.svelte');
const { StepAnswer } = await import('./steps/answer.svelte');

const origin = 'https://account.whatap.example';
const email = 'mina.park@example.com';
const service = {
  origin,
  name: 'WhaTap',
  secure: true,
  practice: false,
  sign_up: true,
  sign_in_by_code: false,
  password_reset: 'code',
  captcha: false,
  support: null,
};
const failure = (code: string, more: object = {}) => ({
  code,
  fields: [],
  retry_after: null,
  ways: [],
  step: null,
  ...more,
});
const step = (step: object) => ({ outcome: 'step', id: 's1', step, email, service: 'WhaTap' });
const second = { step: 'second-factor', ways: ['totp', 'recovery-code'] };
const account = {
  id: 's1',
  origin,
  service: 'WhaTap',
  email,
  preset: 'whatap',
  state: 'signed-in',
  practice: false,
  sections: [],
};

/** What the app answers, by command; the last entry of a list stays. */
let app: Record<string, unknown>;

async function withStep(pending: object = second) {
  const flow = new SignInFlow('account.whatap.example', email, null);
  flow.password = 'correct-horse';
  app['account_sign_in'] = step(pending);
  await flow.logIn();
  const waiting = pendingSignIn.current;
  if (!waiting) throw new Error('no step is pending');
  return { flow, answer: new StepAnswer(flow, () => pendingSignIn.current ?? waiting) };
}

/** What a page has that was begun anew while a step waits. */
async function freshPage() {
  vi.resetModules();
  const { pendingSignIn: waiting } = await import('$lib/state/pendingSignIn.svelte');
  waiting.current = {
    id: 's1',
    step: { step: 'verify-email' },
    email,
    service: 'WhaTap',
    origin,
    practice: false,
    stay: false,
  };
  return import('./flow.svelte');
}

describe('signing in', () => {
  beforeEach(() => {
    app = { service_look: service, account_cancel: null };
    pendingSignIn.current = null;
    invoke.mockReset();
    invoke.mockImplementation((command: string) => {
      const answer = app[command];
      const refused = typeof answer === 'object' && answer !== null && 'retry_after' in answer;
      return refused ? Promise.reject(answer) : Promise.resolve(answer);
    });
  });

  it('waits for the address that is being looked up, and for another one typed meanwhile', async () => {
    const answers: ((found: unknown) => void)[] = [];
    invoke.mockImplementation((command: string) => {
      if (command === 'service_look') return new Promise((resolve) => answers.push(resolve));
      return Promise.resolve(command === 'account_sign_in' ? step(second) : null);
    });
    const flow = new SignInFlow('account.whatap.exampl', email, null);
    flow.password = 'correct-horse';
    // Pressing the button leaves the address's field first.
    flow.leave();
    const loggingIn = flow.logIn();
    flow.address = 'account.whatap.example';
    flow.addressTyped();
    flow.leave();
    answers[0]?.({ ...service, origin: 'https://wrong.example' });
    answers[1]?.(service);
    await loggingIn;
    const sent = invoke.mock.calls.filter(([command]) => command === 'account_sign_in');
    expect(sent).toEqual([['account_sign_in', { credentials: expect.objectContaining({ origin }) as unknown }]]);
    expect(answers).toHaveLength(2);
  });

  it('names what is not filled in and asks nobody', async () => {
    const flow = new SignInFlow(undefined, undefined, null);
    await flow.logIn();
    expect(Object.keys(flow.errors.fields)).toEqual(['address', 'email', 'password']);
    expect(invoke).not.toHaveBeenCalled();
  });

  it('looks the address up once and signs in at the cleaned one', async () => {
    const { flow } = await withStep();
    await flow.look();
    expect(invoke.mock.calls.filter(([command]) => command === 'service_look')).toHaveLength(1);
    expect(invoke).toHaveBeenCalledWith('account_sign_in', {
      credentials: { origin, email, password: 'sealed:correct-horse', stay: true },
    });
  });

  it('keeps everything typed when it is refused, and says it at the field', async () => {
    const flow = new SignInFlow(origin, email, null);
    flow.password = 'wrong';
    const fields = [{ field: 'password', code: 'email_password_mismatch', detail: null, said: null }];
    app['account_sign_in'] = failure('refused', { fields });
    await flow.logIn();
    expect(flow.errors.fields['password']).toBeTruthy();
    expect([flow.email, flow.password, flow.busy]).toEqual([email, 'wrong', false]);
  });

  it('keeps what it says of a failed address when its field is left for the button', async () => {
    app['service_look'] = failure('unreachable');
    const flow = new SignInFlow(origin, email, null);
    await flow.look();
    flow.leave();
    expect([flow.looking, flow.lookFailure?.code]).toEqual([false, 'unreachable']);
    expect(invoke).toHaveBeenCalledTimes(1);
    flow.address = 'https://other.example';
    flow.addressTyped();
    flow.leave();
    expect(invoke).toHaveBeenCalledTimes(2);
  });

  it('does not send a password to an address where nothing answered', async () => {
    const flow = new SignInFlow('down.example', email, null);
    flow.password = 'correct-horse';
    app['service_look'] = failure('unreachable');
    await flow.logIn();
    expect(flow.lookFailure?.code).toBe('unreachable');
    expect(invoke.mock.calls.map(([command]) => command)).toEqual(['service_look']);
  });

  it('comes back to the pending step with what was typed for it', async () => {
    const { flow } = await withStep();
    flow.code = '4928';
    const again = flowFor({ id: 's1' });
    expect(again).toBe(flow);
    expect(again.code).toBe('4928');
    expect(flowFor({ origin: 'https://other.example' })).not.toBe(flow);
  });

  it('goes on with a step that an earlier page began', async () => {
    const { flowFor: ofAnotherPage } = await freshPage();
    const flow = ofAnotherPage({ id: 's1' });
    expect([flow.owns('s1'), flow.address, flow.email, flow.stay]).toEqual([true, origin, email, false]);
    expect(ofAnotherPage({ id: 's1' })).toBe(flow);
  });

  it('goes to the account once a step is answered', async () => {
    const { flow, answer } = await withStep();
    flow.code = '492813';
    app['account_answer_factor'] = { outcome: 'signed-in', account };
    const { commands } = await import('$lib/backend');
    await answer.give(() => commands.accountAnswerFactor('s1', flow.code));
    expect(pendingSignIn.current).toBeNull();
    expect(route()).toEqual({ at: 'account', id: 's1', section: 'profile' });
    expect(flow.password).toBe('');
  });

  it('lets a dialog stand that was opened elsewhere meanwhile', async () => {
    const { flow } = await withStep();
    await go({ at: 'codes' });
    const dialog = document.body.appendChild(document.createElement('dialog'));
    dialog.setAttribute('open', '');
    const taken = flow.take({ outcome: 'signed-in', account } as never);
    await new Promise((resolve) => setTimeout(resolve));
    expect(route().at).toBe('codes');
    dialog.remove();
    await taken;
    expect(route().at).toBe('account');
  });

  it('leads back with a message when the step is gone, and keeps the form', async () => {
    const { flow, answer } = await withStep();
    app['account_answer_factor'] = failure('no-such-step');
    const { commands } = await import('$lib/backend');
    await answer.give(() => commands.accountAnswerFactor('s1', '492813'));
    expect(pendingSignIn.current).toBeNull();
    expect(flow.notice?.kind).toBe('warn');
    expect([flow.mode, flow.email, flow.password]).toEqual(['log-in', email, 'correct-horse']);
    expect(invoke.mock.calls.map(([command]) => command)).not.toContain('account_cancel');
  });

  it('shows the step that the service asks for instead', async () => {
    const { answer } = await withStep();
    app['account_answer_factor'] = failure('step-pending', { step: { step: 'verify-email' } });
    const { commands } = await import('$lib/backend');
    await answer.give(() => commands.accountAnswerFactor('s1', '492813'));
    expect(pendingSignIn.current?.step.step).toBe('verify-email');
  });

  it('waits as long as the service asks before a code is sent again', async () => {
    const { answer } = await withStep({ step: 'verify-email' });
    app['account_resend'] = failure('rate-limited', { retry_after: 42 });
    await answer.resend();
    expect(answer.wait).toBe(42);
    await answer.resend();
    expect(invoke.mock.calls.filter(([command]) => command === 'account_resend')).toHaveLength(1);
  });

  it('asks for a reset again instead of resending, and ends at the form with the new password', async () => {
    const { flow, answer } = await withStep({ step: 'reset-password' });
    app['account_request_reset'] = step({ step: 'reset-password' });
    await answer.resend();
    expect(invoke.mock.calls.map(([command]) => command)).not.toContain('account_resend');
    flow.code = '640271';
    flow.newPassword = 'Quiet-harbour-7';
    app['account_reset_password'] = null;
    await answer.reset();
    expect(pendingSignIn.current).toBeNull();
    expect([flow.notice?.kind, flow.password, flow.newPassword]).toEqual(['ok', 'Quiet-harbour-7', '']);
  });

  describe('with a temporary password', () => {
    const challenge = (id: string) => ({ id, picture: 'iVBO', question: 'What is twenty plus two?' });
    const calls = (command: string) => invoke.mock.calls.filter(([called]) => called === command);

    async function asking() {
      app['service_look'] = { ...service, password_reset: 'temporary-password', captcha: true };
      app['account_captcha'] = challenge('c1');
      const flow = new SignInFlow(origin, email, { mode: 'reset' });
      await flow.look();
      await flow.captcha.need(origin);
      return flow;
    }

    it('asks nobody before the challenge is answered', async () => {
      const flow = await asking();
      await flow.requestTemporary();
      expect(flow.errors.fields['captcha']).toBeTruthy();
      expect(calls('account_request_temporary_password')).toHaveLength(0);
      expect(calls('account_captcha')).toHaveLength(1);
    });

    it('says what was sent, to whom and for how long, and leads back to the form', async () => {
      const flow = await asking();
      flow.captcha.typed = ' 22 ';
      app['account_request_temporary_password'] = 3600;
      await flow.requestTemporary();
      expect(calls('account_request_temporary_password')[0]?.[1]).toEqual({
        origin,
        email,
        captcha: { id: 'c1', answer: '22' },
      });
      expect(flow.sent).toEqual({ email, minutes: 60 });
      flow.password = 'the forgotten one';
      flow.useTemporary();
      expect([flow.mode, flow.email, flow.password, flow.sent]).toEqual(['log-in', email, '', null]);
    });

    it('shows another challenge after a refusal, and keeps the address', async () => {
      const flow = await asking();
      flow.captcha.typed = '23';
      const fields = [{ field: 'captcha', code: 'captcha_incorrect', detail: null, said: null }];
      app['account_request_temporary_password'] = failure('refused', { fields });
      app['account_captcha'] = challenge('c2');
      await flow.requestTemporary();
      expect(flow.errors.fields['captcha']).toBeTruthy();
      expect([flow.captcha.challenge?.id, flow.captcha.typed, flow.email, flow.sent]).toEqual(['c2', '', email, null]);
    });

    it('asks again in the language that the screen was turned to, unless the answer is being typed', async () => {
      const flow = await asking();
      const languages = () => calls('account_captcha').map(([, sent]) => (sent as { language: string }).language);
      await setLanguage('ko');
      app['account_captcha'] = challenge('c2');
      await flow.captcha.need(origin);
      expect([flow.captcha.challenge?.id, languages()]).toEqual(['c2', ['en', 'ko']]);
      await flow.captcha.need(origin);
      expect(languages()).toEqual(['en', 'ko']);
      flow.captcha.typed = '2';
      await setLanguage('ja');
      await flow.captcha.need(origin);
      expect([flow.captcha.typed, languages()]).toEqual(['2', ['en', 'ko']]);
      await setLanguage('en');
    });

    it('keeps the challenge when nothing was sent', async () => {
      const flow = await asking();
      flow.captcha.typed = '22';
      app['account_request_temporary_password'] = failure('unreachable');
      await flow.requestTemporary();
      expect([flow.captcha.challenge?.id, flow.captcha.typed]).toEqual(['c1', '22']);
      expect(flow.errors.banner?.code).toBe('unreachable');
    });

    it('sends nothing without a challenge where one is needed', async () => {
      const flow = await asking();
      app['account_captcha'] = failure('unreachable');
      await flow.captcha.renew(origin);
      await flow.requestTemporary();
      expect(calls('account_request_temporary_password')).toHaveLength(0);
      expect(flow.captcha.failure?.code).toBe('unreachable');
    });

    it('goes to the account once a new password is chosen, and says when that is unknown', async () => {
      const replacing = { step: 'replace-password' };
      const { flow, answer } = await withStep(replacing);
      flow.newPassword = 'Quiet-harbour-7';
      app['account_replace_password'] = failure('unknown');
      await answer.replace();
      expect([flow.notice?.kind, flow.mode, flow.password]).toEqual(['warn', 'log-in', 'Quiet-harbour-7']);
      const second = await withStep(replacing);
      second.flow.newPassword = 'Quiet-harbour-7';
      app['account_replace_password'] = { outcome: 'signed-in', account };
      await second.answer.replace();
      expect(invoke).toHaveBeenCalledWith('account_replace_password', {
        id: 's1',
        newPassword: 'sealed:Quiet-harbour-7',
      });
      expect([pendingSignIn.current, second.flow.newPassword]).toEqual([null, '']);
    });
  });
});
