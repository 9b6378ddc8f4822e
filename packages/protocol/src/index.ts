export { encodeCell } from './frame/cell-codec.ts';
export { decodeChannel, encodeChannel } from './frame/channel-codec.ts';
export { decodeFrame, packParts } from './frame/frame-codec.ts';
export type { EncodedPart } from './frame/frame-codec.ts';
export {
  CREDIT_FRAMES,
  LIVE_NAMESPACE,
  MAX_SKEW_MS,
  PROTOCOL,
  SOCKET_ERROR_CODES,
  UP_EVENTS,
} from './socket/messages.ts';
export type {
  ActionMessage,
  ActionReply,
  BeatMessage,
  CreditMessage,
  DiffHeader,
  DownEvents,
  ErrorMessage,
  HelloMessage,
  InterestMessage,
  PresenceList,
  PresenceMessage,
  PartList,
  RoomScreens,
  ScreensList,
  ScreenState,
  SnapshotHeader,
  SocketErrorCode,
  UpEvent,
  UpEvents,
  UpMessages,
  WelcomeMessage,
} from './socket/messages.ts';
export {
  MAX_CHANNELS,
  parseActionMessage,
  parseCredit,
  parseHello,
  parseInterest,
  parsePresence,
} from './socket/parse-up.ts';
export type { ParsedHello } from './socket/parse-up.ts';
export {
  DEFAULT_PREFIX,
  formatTopic,
  isDomainCode,
  isEntityId,
  isTopicPrefix,
  parseTopic,
  toEntityId,
} from './mqtt/topics.ts';
export type { Topic } from './mqtt/topics.ts';
