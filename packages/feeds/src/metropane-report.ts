import { err, ok } from '@metropane/base';
import type { Report, ReportContact } from '@metropane/city';

import {
  type Checked,
  isEntityId,
  isJsonObject,
  readId,
  readLoc,
  readText,
  readTime,
  shown,
  typeName,
} from './json-field.ts';

const CATEGORY = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** One Report of the contract. `source` comes from the topic; without a topic from the item, else it is `http`. Texts stay text. */
export function toReport(item: unknown, topicSource: string | undefined, arrivalMs: number): Checked<Report> {
  if (!isJsonObject(item)) return err('schema', `expected a report object, got ${typeName(item)}`);
  const source = topicSource ?? item['source'] ?? 'http';
  if (typeof source !== 'string' || !isEntityId(source)) return err('schema', `source: got ${shown(source)}`);
  const id = readId(item['id'], 'id');
  if (!id.ok) return id;
  if (id.value === undefined) return err('schema', 'id is missing');
  const time = readTime(item['t'], arrivalMs);
  if (!time.ok) return time;
  const { category } = item;
  if (typeof category !== 'string' || !CATEGORY.test(category))
    return err('schema', `category: expected [a-z0-9-], got ${shown(category)}`);
  const title = readText(item['title'], 'title');
  if (!title.ok) return title;
  if (title.value === undefined || title.value.trim() === '') return err('schema', 'title is missing');
  return withOptional({ source, id: id.value, tMs: time.value, category, title: title.value }, item);
}

function withOptional(report: Report, item: Readonly<Record<string, unknown>>): Checked<Report> {
  const description = readText(item['description'], 'description');
  if (!description.ok) return description;
  const language = readId(item['language'] ?? undefined, 'language');
  if (!language.ok) return language;
  const loc = readLoc(item['loc']);
  if (!loc.ok) return loc;
  const severity = item['severity'] ?? undefined;
  if (severity !== undefined && severity !== 1 && severity !== 2 && severity !== 3 && severity !== 4) {
    return err('schema', `severity: expected 1 to 4, got ${shown(severity)}`);
  }
  const entity = item['entity'] ?? undefined;
  if (entity !== undefined && (typeof entity !== 'string' || !isEntityId(entity))) {
    return err('schema', `entity: got ${shown(entity)}`);
  }
  const contact = readContact(item['contact']);
  if (!contact.ok) return contact;
  if (contact.value !== undefined) report.contact = contact.value;
  if (description.value !== undefined) report.description = description.value;
  if (language.value !== undefined) report.language = language.value;
  if (loc.value !== undefined) report.loc = loc.value;
  if (severity !== undefined) report.severity = severity;
  if (entity !== undefined) report.entity = entity;
  return ok(report);
}

const CONTACT_CHARS = 200;

/** Who told it, when they want to be asked back. Texts of at most 200 characters; a refusal never repeats them. */
function readContact(contact: unknown): Checked<ReportContact | undefined> {
  if (contact === undefined || contact === null) return ok(undefined);
  if (!isJsonObject(contact))
    return err('schema', `contact: expected {name, phone}, got ${typeName(contact)}`);
  const read: ReportContact = {};
  for (const field of ['name', 'phone'] as const) {
    const text = contact[field] ?? undefined;
    if (text === undefined) continue;
    if (typeof text !== 'string' || text.length > CONTACT_CHARS)
      return err('schema', `contact.${field}: expected a text of at most ${CONTACT_CHARS} characters`);
    if (text.trim() !== '') read[field] = text.trim();
  }
  return ok(read.name === undefined && read.phone === undefined ? undefined : read);
}
