import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';

/** One thing that a key of the desk does. What listens, what is shown and what the command line knows all come from these rows. */
export interface DeskKey {
  /** As the listener names them: lower case, `shift+` before a letter. */
  keys: readonly string[];
  /** As a person reads them. */
  shown: string;
  words: MessageDescriptor;
  /** In the line of keys that is always in view; absent: only in the table. */
  short?: MessageDescriptor;
  /** It has a place in the command line: it makes sense without a key. */
  isCommand?: boolean;
}

export const DESK_KEYS = {
  down: { keys: ['j', 'arrowdown'], shown: 'J ↓', words: msg`đi xuống trong hàng đợi`, short: msg`xuống` },
  up: { keys: ['k', 'arrowup'], shown: 'K ↑', words: msg`đi lên trong hàng đợi`, short: msg`lên` },
  unfold: { keys: ['arrowright'], shown: '→', words: msg`mở báo động của sự cố`, isCommand: true },
  gather: { keys: ['arrowleft'], shown: '←', words: msg`gấp báo động của sự cố`, isCommand: true },
  next: {
    keys: ['n'],
    shown: 'N',
    words: msg`tới mục chưa xác nhận kế tiếp`,
    short: msg`chưa XN kế`,
    isCommand: true,
  },
  acknowledge: { keys: ['a'], shown: 'A', words: msg`xác nhận mục đang chọn`, short: msg`xác nhận` },
  mark: { keys: [' '], shown: 'Space', words: msg`đánh dấu để xác nhận cùng lúc`, isCommand: true },
  acknowledgeMany: {
    keys: ['shift+a'],
    shown: '⇧A',
    words: msg`xác nhận các mục đã đánh dấu, hoặc mọi mục đang thấy`,
    isCommand: true,
  },
  undo: { keys: ['u'], shown: 'U', words: msg`hoàn tác việc chưa gửi`, isCommand: true },
  claim: { keys: ['c'], shown: 'C', words: msg`nhận việc`, short: msg`nhận việc` },
  assign: { keys: ['g'], shown: 'G', words: msg`giao cho đơn vị`, short: msg`giao`, isCommand: true },
  shelve: {
    keys: ['h'],
    shown: 'H',
    words: msg`gác báo động (lý do, nhiều nhất 24 giờ)`,
    short: msg`gác`,
    isCommand: true,
  },
  sop: { keys: ['s'], shown: 'S', words: msg`tới quy trình`, isCommand: true },
  stepDone: { keys: ['x'], shown: 'X', words: msg`xong bước hiện tại`, isCommand: true },
  note: { keys: ['t'], shown: 'T', words: msg`viết ghi chú, Ctrl Enter gửi` },
  toMap: { keys: ['enter'], shown: 'Enter', words: msg`tới bản đồ`, short: msg`bản đồ`, isCommand: true },
  toWall: {
    keys: ['w'],
    shown: 'W',
    words: msg`gửi sự cố lên tường 10 phút, hoặc trả tường về lịch`,
    isCommand: true,
  },
  toPage: { keys: ['o'], shown: 'O', words: msg`mở trang sự cố`, isCommand: true },
  openNew: { keys: ['+'], shown: '+', words: msg`mở sự cố bằng tay`, isCommand: true },
  close: {
    keys: ['shift+e'],
    shown: '⇧E',
    words: msg`đóng sự cố, bước 1 trên 2`,
    short: msg`đóng, 2 bước`,
    isCommand: true,
  },
  mute: { keys: ['m'], shown: 'M', words: msg`tắt tiếng tới báo động mới`, isCommand: true },
  find: { keys: ['f', '/'], shown: 'F /', words: msg`lọc, tìm`, isCommand: true },
  layers: { keys: ['l'], shown: 'L', words: msg`lớp của bản đồ`, isCommand: true },
  tilt: { keys: ['d'], shown: 'D', words: msg`nghiêng bản đồ, nhà cao tầng`, isCommand: true },
  window: { keys: ['shift+w'], shown: '⇧W', words: msg`mở bản đồ trong cửa sổ khác`, isCommand: true },
  help: { keys: ['?'], shown: '?', words: msg`bảng phím`, isCommand: true },
} as const satisfies Record<string, DeskKey>;

export type DeskKeyId = keyof typeof DESK_KEYS;
export const DESK_KEY_IDS = Object.keys(DESK_KEYS) as DeskKeyId[];

/** Keys that the desk does not map itself, for the table. */
export const OTHER_KEYS: readonly Pick<DeskKey, 'shown' | 'words'>[] = [
  { shown: '← →', words: msg`trên vạch ngăn: đổi bề rộng, Home về mặc định` },
  { shown: 'Ctrl K', words: msg`dòng lệnh` },
  { shown: 'Esc', words: msg`rời ô đang gõ` },
];

/** The row of a key as the listener names it. */
export function deskKeyOf(name: string): DeskKeyId | undefined {
  return BY_KEY.get(name);
}

const BY_KEY: ReadonlyMap<string, DeskKeyId> = new Map(
  DESK_KEY_IDS.flatMap((id) => DESK_KEYS[id].keys.map((key) => [key, id] as const)),
);
