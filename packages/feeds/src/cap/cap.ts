import {
  type DecodeResult,
  type DecodeStream,
  type FeedDecoder,
  type FeedMessage,
  MAX_MESSAGE_BYTES,
  refusedMessage,
  wholeMessages,
} from '../feed-decoder.ts';
import { checkTimeRange } from '../json-field.ts';
import { type CapMap, toCapReport } from './cap-report.ts';
import { readCapAlert } from './read-cap-alert.ts';
import { readXml } from './xml-tree.ts';

/** `isLive`: the room shows the city. Only `Actual` alerts may enter it; an exercise takes every status but drafts. */
export interface CapOptions {
  map: CapMap;
  isLive: boolean;
}

/**
 * CAP 1.2 (and 1.1) alerts: one document, one report. An update or cancellation is a report of its own that names what it amends,
 * since CAP never edits a message. Acknowledgements and errors (`Ack`, `Error`) speak to the sender and are passed over.
 */
export function makeCapDecoder({ map, isLive }: CapOptions): FeedDecoder {
  const decode = ({ payload, arrivalMs }: FeedMessage): DecodeResult => {
    const root = readXml(payload);
    if (!root.ok) return refusedMessage(root.code, root.message);
    const read = readCapAlert(root.value);
    if (!read.ok) return refusedMessage(read.code, read.message, 0);
    const alert = read.value;
    if (alert.status === 'Draft' || (isLive && alert.status !== 'Actual')) {
      return refusedMessage('forbidden', `an alert of status ${alert.status} is none of the live room`, 0);
    }
    if (alert.msgType === 'Ack' || alert.msgType === 'Error')
      return { observations: [], rejected: [], skipped: 1 };
    if (alert.msgType === 'Cancel' && alert.references.length === 0)
      return refusedMessage('schema', 'a cancellation without references cancels nothing', 0);
    const time = checkTimeRange(alert.sentMs, arrivalMs);
    if (!time.ok) return refusedMessage(time.code, time.message, 0);
    return { observations: [], rejected: [], reports: [toCapReport(alert, map)] };
  };
  return {
    decode,
    ofTopic: (topic) => wholeMessages(topic, decode),
    openStream: () => wholeFile(decode),
  };
}

/** A file holds one alert; nothing can be said before its end. */
function wholeFile(decode: FeedDecoder['decode']): DecodeStream {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  return {
    push(chunk) {
      bytes += chunk.length;
      // One byte above the limit is enough to be refused for it.
      if (bytes - chunk.length <= MAX_MESSAGE_BYTES) chunks.push(chunk.slice());
      return { observations: [], rejected: [] };
    },
    end: (arrivalMs) => decode({ topic: '', payload: Buffer.concat(chunks), arrivalMs }),
  };
}
