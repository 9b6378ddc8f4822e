import {
  CAP_CATEGORIES,
  CAP_CERTAINTIES,
  CAP_MESSAGE_TYPES,
  CAP_SCOPES,
  CAP_SEVERITIES,
  CAP_STATUSES,
  CAP_URGENCIES,
  readXml,
  type XmlElement,
} from '@metropane/feeds';

/** Element order and numbers of CAP-v1.2, section 3.4 (schema): `1` exactly one, `?` at most one, `+` at least one, `*` any. */
const ALERT =
  'identifier:1 sender:1 sent:1 status:1 msgType:1 source:? scope:1 restriction:? addresses:? code:* note:? references:? incidents:? info:*';
const INFO =
  'language:? category:+ event:1 responseType:* urgency:1 severity:1 certainty:1 audience:? eventCode:* effective:? onset:? expires:? senderName:? headline:? description:? instruction:? web:? contact:? parameter:* resource:* area:*';
const AREA = 'areaDesc:1 polygon:* circle:* geocode:* altitude:? ceiling:?';
const RESPONSES = 'Shelter Evacuate Prepare Execute Avoid Monitor Assess AllClear None'.split(' ');
/** The schema's pattern: no fractions, no `Z`. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d$/;
const WORDS: Record<string, readonly string[]> = {
  status: CAP_STATUSES,
  msgType: CAP_MESSAGE_TYPES,
  scope: CAP_SCOPES,
  category: CAP_CATEGORIES,
  responseType: RESPONSES,
  urgency: CAP_URGENCIES,
  severity: CAP_SEVERITIES,
  certainty: CAP_CERTAINTIES,
};

/** What in a document breaks the standard; written from the standard, not from the writer that it judges. */
export function capFaults(xml: string): string[] {
  const root = readXml(Buffer.from(xml));
  if (!root.ok) return [root.message];
  const faults: string[] = [];
  if (!xml.includes('xmlns="urn:oasis:names:tc:emergency:cap:1.2"')) faults.push('no CAP 1.2 namespace');
  if (root.value.name !== 'alert') return [...faults, `the root is ${root.value.name}`];
  judge(root.value, ALERT, faults);
  for (const info of all(root.value, 'info')) {
    judge(info, INFO, faults);
    for (const area of all(info, 'area')) judge(area, AREA, faults);
  }
  const type = text(root.value, 'msgType');
  const hasReferences = text(root.value, 'references') !== undefined;
  if ((type === 'Update' || type === 'Cancel') !== hasReferences) faults.push(`${type} and references`);
  if (text(root.value, 'status') === 'Exercise' && text(root.value, 'note') === undefined)
    faults.push('an exercise says its purpose in a note');
  return faults;
}

function judge(element: XmlElement, order: string, faults: string[]): void {
  let at = 0;
  for (const rule of order.split(' ')) {
    const [name, number] = rule.split(':');
    let n = 0;
    while (element.children[at]?.name === name) {
      judgeText(element.children[at]!, faults);
      at += 1;
      n += 1;
    }
    const isWrong = (number === '1' && n !== 1) || (number === '+' && n < 1) || (number === '?' && n > 1);
    if (isWrong) faults.push(`${element.name}.${name}: ${n}`);
  }
  const left = element.children[at];
  if (left !== undefined) faults.push(`${element.name}: ${left.name} at the wrong place`);
}

function judgeText({ name, text: value, children }: XmlElement, faults: string[]): void {
  if (children.length === 0 && value === '') faults.push(`${name} is empty`);
  const words = WORDS[name];
  if (words !== undefined && !words.includes(value)) faults.push(`${name}: ${value}`);
  if (['sent', 'effective', 'onset', 'expires'].includes(name) && !TIME.test(value))
    faults.push(`${name}: ${value}`);
  if (['identifier', 'sender'].includes(name) && /[\s,<&]/.test(value)) faults.push(`${name}: ${value}`);
  if (name === 'references' && !/^[^\s,]+,[^\s,]+,\S+( [^\s,]+,[^\s,]+,\S+)*$/.test(value))
    faults.push(`${name}: ${value}`);
  if (name === 'circle' && !/^-?[\d.]+,-?[\d.]+ [\d.]+$/.test(value)) faults.push(`${name}: ${value}`);
  if (name === 'polygon') {
    const pairs = value.split(' ');
    if (pairs.length < 4 || pairs[0] !== pairs.at(-1)) faults.push(`${name}: ${value}`);
  }
}

function all(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

function text(element: XmlElement, name: string): string | undefined {
  return all(element, name)[0]?.text;
}
