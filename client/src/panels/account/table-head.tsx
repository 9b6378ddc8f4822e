import { Trans } from '@lingui/react/macro';

/** The head of a table whose last column holds what can be done with a row. */
export function TableHead({ columns }: { columns: readonly string[] }) {
  return (
    <thead>
      <tr>
        {columns.map((words) => (
          <th key={words} scope="col">
            {words}
          </th>
        ))}
        <th scope="col">
          <span className="sr-only">
            <Trans>Việc</Trans>
          </span>
        </th>
      </tr>
    </thead>
  );
}
