import { useLingui } from '@lingui/react/macro';
import { useLocale } from '../ui/use-locale.ts';
import { chooseLocale } from './locale.ts';

/** Vietnamese or English, kept for this browser. */
export function LocaleSwitch() {
  const { t } = useLingui();
  const locale = useLocale();
  return (
    <div className="locale-switch" role="group" aria-label={t`Ngôn ngữ`}>
      {(['vi', 'en'] as const).map((each) => (
        <button
          key={each}
          type="button"
          lang={each}
          aria-pressed={each === locale}
          aria-label={each === 'vi' ? 'VI, Tiếng Việt' : 'EN, English'}
          onClick={() => void chooseLocale(each)}
        >
          {each.toUpperCase()}
        </button>
      ))}
    </div>
  );
}
