/** What is missing, in words. */
import { language, t, tn } from '$lib/i18n';
import type { Missing } from './missing';

export function missingText(missing: Missing): string {
  switch (missing.what) {
    case 'current':
      return t('password.missingCurrent');
    case 'new':
      return t('password.missingNew');
    case 'same':
      return t('password.same');
    case 'confirm':
      return t('password.missingConfirm');
    case 'match':
      return t('password.missingMatch');
    case 'length':
      return t('password.missingLength', { number: missing.number });
    case 'classes': {
      const list = new Intl.ListFormat(language(), { type: 'disjunction' });
      return t('password.missingClasses', { kinds: list.format(missing.kinds.map((kind) => t(`rules.${kind}`))) });
    }
    case 'rules':
      return tn('password.missingRules', missing.count);
  }
}
