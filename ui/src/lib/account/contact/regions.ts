/** The world's calling codes, and numbers as people read and write them. Only digits are judged here; the service judges numbers. */

/** ISO 3166-1 regions with their calling code (ITU-T E.164), those that share one with the largest first. */
const CODES =
  'US1 CA1 AG1268 AI1264 AS1684 BB1246 BM1441 BS1242 DM1767 DO1809 GD1473 GU1671 JM1876 KN1869 KY1345 LC1758 MP1670 MS1664 ' +
  'PR1787 SX1721 TC1649 TT1868 VC1784 VG1284 VI1340 RU7 KZ7 EG20 ZA27 GR30 NL31 BE32 FR33 ES34 HU36 IT39 VA39 RO40 CH41 AT43 ' +
  'GB44 GG44 IM44 JE44 DK45 SE46 NO47 SJ47 PL48 DE49 PE51 MX52 CU53 AR54 BR55 CL56 CO57 VE58 MY60 AU61 CC61 CX61 ID62 PH63 ' +
  'NZ64 SG65 TH66 JP81 KR82 VN84 CN86 TR90 IN91 PK92 AF93 LK94 MM95 IR98 SS211 MA212 EH212 DZ213 TN216 LY218 GM220 SN221 ' +
  'MR222 ML223 GN224 CI225 BF226 NE227 TG228 BJ229 MU230 LR231 SL232 GH233 NG234 TD235 CF236 CM237 CV238 ST239 GQ240 GA241 ' +
  'CG242 CD243 AO244 GW245 IO246 SC248 SD249 RW250 ET251 SO252 DJ253 KE254 TZ255 UG256 BI257 MZ258 ZM260 MG261 RE262 YT262 ' +
  'ZW263 NA264 MW265 LS266 BW267 SZ268 KM269 SH290 ER291 AW297 FO298 GL299 GI350 PT351 LU352 IE353 IS354 AL355 MT356 CY357 ' +
  'FI358 AX358 BG359 LT370 LV371 EE372 MD373 AM374 BY375 AD376 MC377 SM378 UA380 RS381 ME382 XK383 HR385 SI386 BA387 MK389 ' +
  'CZ420 SK421 LI423 FK500 BZ501 GT502 SV503 HN504 NI505 CR506 PA507 PM508 HT509 GP590 BL590 MF590 BO591 GY592 EC593 GF594 ' +
  'PY595 MQ596 SR597 UY598 CW599 BQ599 TL670 NF672 BN673 NR674 PG675 TO676 SB677 VU678 FJ679 PW680 WF681 CK682 NU683 WS685 ' +
  'KI686 NC687 TV688 PF689 TK690 FM691 MH692 KP850 HK852 MO853 KH855 LA856 BD880 TW886 MV960 LB961 JO962 SY963 IQ964 KW965 ' +
  'SA966 YE967 OM968 PS970 AE971 IL972 BH973 QA974 BT975 MN976 NP977 TJ992 TM993 AZ994 GE995 KG996 UZ998';

export interface Region {
  /** ISO 3166-1. */
  region: string;
  /** Without the plus. */
  code: string;
}

export const regions: readonly Region[] = CODES.split(' ').map((each) => ({
  region: each.slice(0, 2),
  code: each.slice(2),
}));

/** Calling codes of countries whose numbers begin with a zero that stays when they are dialled from abroad. */
const KEEPS_ZERO = new Set(['39', '378', '225', '229', '241', '242']);

/** The calling code of a region; none for one not known here. */
export function codeOf(region: string): string | undefined {
  return regions.find((each) => each.region === region)?.code;
}

/** The regions that a service takes, named in the person's language: the default one first, the others by name. */
export function choices(taken: string[], first: string | null, language: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames([language], { type: 'region' });
  const order = new Intl.Collator(language);
  const offered = regions.filter(({ region }) => taken.length === 0 || taken.includes(region));
  return offered
    .map(({ region, code }) => ({ value: region, name: names.of(region) ?? region, code }))
    .sort((a, b) => Number(b.value === first) - Number(a.value === first) || order.compare(a.name, b.name))
    .map(({ value, name, code }) => ({ value, label: `+${code} ${name}` }));
}

/** Digits however they are typed; an East Asian keyboard's as well. */
function digitsOf(text: string): string {
  return text.normalize('NFKC').replace('(0)', '').replace(/\D/g, '');
}

/** Whether a number is typed with its country code. */
export function isInternational(typed: string): boolean {
  return /^\s*(\+|00)/.test(typed.normalize('NFKC'));
}

/** What was typed as E.164: with the region's code, unless it is typed with one. Empty when there are no digits. */
export function compose(region: string, typed: string): string {
  const digits = digitsOf(typed);
  if (!digits) return '';
  if (isInternational(typed)) return `+${digits.replace(/^00/, '')}`;
  const code = codeOf(region) ?? '';
  return `+${code}${KEEPS_ZERO.has(code) ? digits : digits.replace(/^0/, '')}`;
}

/** A number in E.164 taken apart: its region and the rest, as it is typed beside it. */
export function split(number: string): { region: string; rest: string } | null {
  const digits = number.replace(/\D/g, '');
  const found = regions
    .filter(({ code }) => digits.startsWith(code))
    // The longest code that fits; of several regions with it, the first of the list.
    .reduce<Region | null>((best, each) => (best && best.code.length >= each.code.length ? best : each), null);
  return found && { region: found.region, rest: grouped(found.code, digits.slice(found.code.length)) };
}

/** A number as it is read: `+82 10-2841-0037`. */
export function shown(number: string): string {
  const parts = split(number);
  if (!parts) return number;
  return `+${codeOf(parts.region)} ${parts.rest}`;
}

/** Korean mobile numbers have their dashes; how other countries group theirs is not ours to guess. */
function grouped(code: string, rest: string): string {
  const korean = code === '82' && /^(1\d)(\d{3,4})(\d{4})$/.exec(rest);
  return korean ? korean.slice(1).join('-') : rest;
}
