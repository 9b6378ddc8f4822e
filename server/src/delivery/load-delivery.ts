import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '@metropane/base';
import { parseDocument } from 'yaml';
import { type DeliveryConfig, parseDelivery } from './delivery-config.ts';

/**
 * Reads `delivery.yaml`: that of `--delivery`, else the one in the data folder, else nothing is configured. Secrets are files of that
 * name in the data folder's `secrets`. The message of an error names file and setting.
 */
export function loadDelivery(at: {
  file: string | null;
  dataDir: string;
}): Result<DeliveryConfig, 'bad-delivery'> {
  const path = at.file ?? join(at.dataDir, 'delivery.yaml');
  const text = readIfThere(path);
  if (text === null) {
    return at.file === null
      ? ok({ cap: null, targets: [] })
      : err('bad-delivery', `--delivery ${path} does not exist`);
  }
  const document = parseDocument(text, { prettyErrors: true });
  const fault = document.errors[0];
  if (fault !== undefined) return err('bad-delivery', `${path}: ${fault.message.split('\n')[0]}`);
  const secret = (name: string): string | undefined =>
    readIfThere(join(at.dataDir, 'secrets', name))?.trimEnd();
  const parsed = parseDelivery(document.toJS(), secret);
  return parsed.ok ? parsed : err('bad-delivery', `${path}: ${parsed.message}`);
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
