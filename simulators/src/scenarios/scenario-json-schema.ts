import { z } from 'zod';
import { scenarioSchema } from './scenario-schema.ts';

/** JSON Schema (2020-12) of a scenario file, for editors: its shape; what the pack must hold is told when it is read. */
export function scenarioJsonSchema(): string {
  const json = z.toJSONSchema(scenarioSchema, { io: 'input', unrepresentable: 'any' });
  return `${JSON.stringify({ title: 'Metropane scenario', ...json }, null, 2)}\n`;
}
