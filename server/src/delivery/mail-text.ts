import type { OutMessage } from './compose.ts';

type Language = 'vi' | 'en';

const WORDS = {
  vi: {
    'alarm-raised': 'Báo động mới',
    'alarm-changed': 'Báo động thay đổi',
    'incident-opened': 'Sự cố mới',
    'incident-changed': 'Sự cố thay đổi',
    'incident-closed': 'Sự cố đã đóng',
    'cap-issued': 'Cảnh báo đã phát',
    priority: 'Mức ưu tiên',
    kind: 'Loại',
    place: 'Nơi',
    state: 'Trạng thái',
    at: 'Lúc',
    number: 'Mã',
    title: 'Nội dung',
    value: 'Giá trị đo',
    limit: 'ngưỡng',
    simulated: 'DỮ LIỆU MÔ PHỎNG',
    sent: 'Thư tự động của trung tâm điều hành. Không trả lời thư này.',
  },
  en: {
    'alarm-raised': 'New alarm',
    'alarm-changed': 'Alarm changed',
    'incident-opened': 'New incident',
    'incident-changed': 'Incident changed',
    'incident-closed': 'Incident closed',
    'cap-issued': 'Alert issued',
    priority: 'Priority',
    kind: 'Kind',
    place: 'Place',
    state: 'State',
    at: 'At',
    number: 'Number',
    title: 'Text',
    value: 'Measured',
    limit: 'limit',
    simulated: 'SIMULATED DATA',
    sent: 'Sent by the operations centre by itself. Do not answer.',
  },
} as const;

interface Mail {
  subject: string;
  text: string;
  attachment: { filename: string; content: string; contentType: string } | null;
}

/** Subject and plain text of a message; `body` is an `OutMessage`. No markup, so nothing in a title can become any. */
export function mailText(
  body: string,
  { language, zone }: { language: Language | 'both'; zone: string },
): Mail {
  const message = JSON.parse(body) as OutMessage;
  const languages: Language[] = language === 'both' ? ['vi', 'en'] : [language];
  const [first] = languages;
  return {
    subject: subjectOf(message, first!),
    text: `${languages.map((one) => linesOf(message, one, zone).join('\n')).join('\n\n-- \n\n')}\n`,
    attachment:
      message.cap === undefined
        ? null
        : {
            filename: `${message.cap.identifier}.xml`,
            content: message.cap.xml,
            contentType: 'application/cap+xml',
          },
  };
}

function subjectOf(message: OutMessage, language: Language): string {
  const words = WORDS[language];
  const subject = message.alarm ?? message.incident ?? {};
  const mark = message.simulated ? `[${words.simulated}] ` : '';
  const parts = [
    `P${String(subject['priority'] ?? '?')}`,
    eventName(message, language),
    categoryOf(subject, language),
  ];
  return `${mark}${[...parts, placeOf(subject)].filter((part) => part !== '').join(' · ')}`.replaceAll(
    /\s+/g,
    ' ',
  );
}

function linesOf(message: OutMessage, language: Language, zone: string): string[] {
  const words = WORDS[language];
  const subject = message.alarm ?? message.incident ?? {};
  const line = (name: string, value: unknown): string[] =>
    value === undefined || value === null || value === '' ? [] : [`${name}: ${String(value)}`];
  return [
    ...(message.simulated ? [`*** ${words.simulated} ***`] : []),
    eventName(message, language),
    ...line(words.number, message.incident?.['id'] ?? subject['id']),
    ...line(words.priority, `P${String(subject['priority'] ?? '?')}`),
    ...line(words.kind, categoryOf(subject, language)),
    ...line(words.title, message.incident?.['title']),
    ...line(words.place, placeOf(subject)),
    ...line(words.state, subject['state']),
    ...line(words.value, measureOf(message.alarm, words.limit)),
    ...line(words.at, timeOf(message.at, zone)),
    '',
    words.sent,
    `id ${message.id}`,
  ];
}

function eventName({ event }: OutMessage, language: Language): string {
  const words: Readonly<Record<string, string>> = WORDS[language];
  return words[event] ?? event;
}

function categoryOf(subject: Record<string, unknown>, language: Language): string {
  const name = subject['categoryName'] as { vi: string; en: string } | undefined;
  return name?.[language] ?? String(subject['category'] ?? '');
}

function placeOf(subject: Record<string, unknown>): string {
  const unit = subject['unit'] as { name?: string } | undefined;
  return unit?.name ?? String(subject['entity'] ?? '');
}

function measureOf(alarm: Record<string, unknown> | undefined, limit: string): string {
  const trigger = alarm?.['trigger'] as
    | { value: number | null; limit: number | null; unit: string }
    | undefined;
  if (trigger?.value === undefined || trigger.value === null) return '';
  return `${trigger.value} ${trigger.unit}${trigger.limit === null ? '' : ` (${limit} ${trigger.limit})`}`;
}

function timeOf(at: string, timeZone: string): string {
  return new Intl.DateTimeFormat('vi-VN', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(
    Date.parse(at),
  );
}
