// A genuine better-auth server on loopback, on a port the system picks. It ends when its standard input does. See README.md.
import { createServer } from 'node:http';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { emailOTP, phoneNumber, twoFactor } from 'better-auth/plugins';
import { toNodeHandler } from 'better-auth/node';
import { apiKey } from '@better-auth/api-key';

const state = process.env.FIXTURE_STATE;
if (!state) {
  console.error('FIXTURE_STATE names the folder for mails and texts');
  process.exit(2);
}
const on = (name) => process.env[name] === 'on';
const bare = on('FIXTURE_BARE');
const freshFor = Number(process.env.FIXTURE_FRESH_AGE ?? 86400);

const mails = join(state, 'mail');
mkdirSync(mails, { recursive: true });
let count = 0;

/** Each mail is a file; a code stands alone on its line. */
function mail(to, subject, body) {
  const name = `${String(++count).padStart(6, '0')}.eml`;
  writeFileSync(join(mails, name), `To: ${to}\nSubject: ${subject}\n\nHello,\n\n${body}\n\nGoodbye\n`);
}

const text = (to, body) => appendFileSync(join(state, 'texts.jsonl'), `${JSON.stringify({ channel: 'sms', to, text: body })}\n`);

const plugins = () => [
  twoFactor({
    issuer: 'Better Lab',
    ...(on('FIXTURE_MAILED_FACTOR') || on('FIXTURE_MAILED_FACTOR_ONLY') ? { otpOptions: { sendOTP: ({ user, otp }) => mail(user.email, 'Second factor', otp) } } : {}),
  }),
  emailOTP({
    sendVerificationOTP: async ({ email, otp, type }) => mail(email, type, otp),
    overrideDefaultEmailVerification: true,
    changeEmail: { enabled: !on('FIXTURE_KEEPS_ADDRESSES') },
  }),
  phoneNumber({ sendOTP: ({ phoneNumber: to, code }) => text(to, code) }),
  apiKey(),
];

/** The service without what its plugins add. */
const options = (baseURL) => ({
  appName: 'Better Lab',
  baseURL,
  secret: randomBytes(32).toString('hex'),
  // Models are rows in memory: nothing to compile, nothing to clean up.
  database: memoryAdapter(Object.fromEntries(
    ['user', 'session', 'account', 'verification', 'twoFactor', 'apikey', 'rateLimit'].map((model) => [model, []]),
  )),
  emailAndPassword: {
    enabled: true,
    requireEmailVerification: !bare,
    revokeSessionsOnPasswordReset: true,
    disableSignUp: on('FIXTURE_CLOSED'),
  },
  emailVerification: { autoSignInAfterVerification: !on('FIXTURE_SIGN_IN_AFTER_VERIFYING'), sendOnSignUp: !bare },
  user: {
    deleteUser: {
      enabled: !bare,
      ...(on('FIXTURE_DELETION_BY_LINK')
        ? { sendDeleteAccountVerification: async ({ user, url }) => mail(user.email, 'Delete the account', url) }
        : {}),
    },
  },
  ...(on('FIXTURE_MAILED_FACTOR_ONLY')
    ? { databaseHooks: { user: { create: { before: async (user) => ({ data: { ...user, twoFactorEnabled: true } }) } } } }
    : {}),
  session: { freshAge: freshFor, cookieCache: { enabled: on('FIXTURE_COOKIE_CACHE'), maxAge: 300 } },
  rateLimit: { enabled: on('FIXTURE_RATE_LIMITS') },
  logger: { level: 'warn', log: (level, message, ...more) => console.error(level, message, ...more) },
  telemetry: { enabled: false },
  plugins: bare ? [] : plugins(),
});

let handle;
const server = createServer((request, response) => handle(request, response));
server.listen(0, '127.0.0.1', () => {
  const address = `http://127.0.0.1:${server.address().port}`;
  handle = toNodeHandler(betterAuth(options(address)));
  console.log(address);
});
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
