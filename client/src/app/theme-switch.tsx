import { useLingui } from '@lingui/react/macro';
import { Contrast, Moon, Sun, SunMoon } from 'lucide-react';
import { chooseTheme, useThemeChoice } from '../ui/theme.ts';

const NEXT = { dark: 'light', light: 'contrast', contrast: 'auto', auto: 'dark' } as const;
const ICONS = { dark: Moon, light: Sun, contrast: Contrast, auto: SunMoon } as const;

/** Dark, light, high contrast, or as the machine, one after the other; kept for this browser. The head of a desk has room for one button. */
export function ThemeSwitch() {
  const { t } = useLingui();
  const choice = useThemeChoice();
  const word = { dark: t`Tối`, light: t`Sáng`, contrast: t`Tương phản cao`, auto: t`Theo máy` }[choice];
  const Icon = ICONS[choice];
  return (
    <button
      className="header-tile theme-switch"
      type="button"
      aria-label={t`Giao diện: ${word}`}
      title={t`Giao diện: ${word}`}
      onClick={() => chooseTheme(NEXT[choice])}
    >
      <Icon className="icon" aria-hidden="true" />
    </button>
  );
}
