import { Trans } from '@lingui/react/macro';
import { useCentre } from '../../live/centre-context.ts';
import { Panel } from '../../ui/panel.tsx';
import { type AccountAnswer, PERSON_ROLES } from './account-answers.ts';
import { ActProblem } from './act-problem.tsx';
import { BoundsFields, filledIn } from './bounds-fields.tsx';
import { useAccountAct } from './use-account-act.ts';

/** A new person. No password is chosen here: the person does it by the link that the next page makes. */
export function NewAccount({ onMade }: { onMade: (name: string) => void }) {
  const { api } = useCentre();
  const act = useAccountAct();
  return (
    <Panel title={<Trans>Tạo tài khoản</Trans>}>
      <form
        className="account-form"
        onSubmit={(event) => {
          event.preventDefault();
          const body = filledIn(event.currentTarget);
          act.run(
            () => api.post<AccountAnswer>('/accounts', body),
            ({ name }) => onMade(name),
          );
        }}
      >
        <label>
          <Trans>Tên đăng nhập</Trans>
          <input
            className="field"
            name="name"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={64}
            required
          />
        </label>
        <BoundsFields roles={PERSON_ROLES} role="operator" />
        <p className="account-note">
          <Trans>
            Không cần đặt mật khẩu ở đây: sau khi tạo, đưa cho người đó một liên kết để họ tự chọn mật khẩu.
          </Trans>
        </p>
        <ActProblem problem={act.problem} />
        <button className="button button-primary" type="submit" disabled={act.isBusy}>
          <Trans>Tạo tài khoản</Trans>
        </button>
      </form>
    </Panel>
  );
}
