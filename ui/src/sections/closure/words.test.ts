import { beforeAll, describe, expect, it } from 'vitest';
import { setLanguage, wholeCatalogue } from '$lib/i18n';
import { checkCodes, checkRows, consentText, lostLabel, lostList, reasonText } from './words';

const lost = [
  { what: 'projects', count: 4 },
  { what: 'coupons', count: 1 },
  { what: 'keys', count: 0 },
  { what: 'data_months', count: 11 },
];

describe('the words of closing an account', () => {
  beforeAll(async () => {
    await setLanguage('en');
    await wholeCatalogue();
  });

  it('count what is lost', () => {
    expect(lostList(lost)).toBe('4 projects, 1 promotion coupon and 11 months of data');
    expect(lost.map(lostLabel)).toEqual(['projects', 'promotion coupon', 'authentication keys', 'months of data']);
    expect(lostList([{ what: 'keys', count: 0 }])).toBe('');
    expect([lostLabel({ what: 'owls', count: 2 }), lostList([{ what: 'owls', count: 2 }])]).toEqual(['owls', '2 owls']);
  });

  it('name each thing in the way, and what to do', () => {
    const blockers = [
      { code: 'unpaid_balance', project: 'shop', owed: { amount: '132000', currency: 'KRW' } },
      { code: 'billing_role', project: 'shop', owed: null },
      { code: 'billing_role', project: 'app', owed: null },
      { code: 'owl_watch', project: 'barn', owed: null },
    ];
    const codes = checkCodes(['unpaid_balance', 'billing_role', 'member_management'], blockers);
    expect(codes).toEqual(['unpaid_balance', 'billing_role', 'member_management', 'owl_watch']);
    const rows = codes.flatMap((code) => checkRows(code, blockers));
    expect(rows.map(({ met, title }) => [met, title])).toEqual([
      [false, 'Unpaid balance'],
      [false, 'Billing role'],
      [false, 'Billing role'],
      [true, 'Member Management role'],
      [false, 'owl_watch'],
    ]);
    expect(rows[0]?.desc).toBe('₩132,000 is not paid for ‘shop’. Pay it first.');
    expect(rows[4]?.desc).toBe('barn');
    expect(checkRows('unpaid_balance', [])[0]?.title).toBe('No unpaid balances');
  });

  it('show a code of a newer service rather than nothing', () => {
    expect([reasonText('other'), reasonText('moving_away')]).toEqual(['Another reason', 'moving_away']);
    expect(consentText('something_new', 'WhaTap').means).toContain('WhaTap');
  });
});
