/** What a client called itself, in words: "Firefox" on "Windows". Only what is said plainly is taken; nothing is guessed. Pure. */
export interface Agent {
  /** The client's name; none when it did not say one that means something. */
  client: string | null;
  /** The operating system; none when it did not say. */
  system: string | null;
  /** Which picture fits. */
  kind: 'gatehouse' | 'browser' | 'phone' | 'other';
}

// The order matters: later browsers name the earlier ones as well.
const browsers: [RegExp, string][] = [
  [/\bEdgA?\/|\bEdgiOS\//, 'Edge'],
  [/\bOPR\/|\bOpera\//, 'Opera'],
  [/\bVivaldi\//, 'Vivaldi'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bWhale\//, 'Whale'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrome\/|\bCriOS\/|\bChromium\//, 'Chrome'],
  [/\bVersion\/[\d.]+.*\bSafari\//, 'Safari'],
];

// iPads call themselves Macs when asked for desktop pages; they can't be told apart, so they are taken at their word.
const systems: [RegExp, string][] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/i, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b|\bmacOS\b/i, 'macOS'],
  [/\bLinux\b/i, 'Linux'],
];

const PHONES = new Set(['iPhone', 'iPad', 'Android']);
/** A name of the form `name/version`, as programs that are no browser call themselves. */
const PRODUCT = /^([A-Za-z][A-Za-z0-9 ._-]{0,38}?)\/[\w.+-]+/;

export function agentOf(userAgent: string): Agent {
  const text = userAgent.trim();
  const system = first(systems, text);
  if (/^Gatehouse\//.test(text)) return { client: 'Gatehouse', system, kind: 'gatehouse' };
  const browser = first(browsers, text);
  const product = browser ? null : PRODUCT.exec(text)?.[1];
  // "Mozilla" alone says nothing about who is there.
  const client = browser ?? (product && product !== 'Mozilla' ? product : null);
  if (system && PHONES.has(system)) return { client, system, kind: 'phone' };
  return { client, system, kind: browser ? 'browser' : 'other' };
}

function first(list: [RegExp, string][], text: string): string | null {
  return list.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
