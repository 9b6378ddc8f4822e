/** Entry of the journal's worker thread: opens the file, serves every port that it is given, closes on request. */
import { parentPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { assert } from '@metropane/base';
import { JournalService } from './journal-service.ts';
import type { FromJournalThread, JournalThreadData, ToJournalThread } from './journal-thread-messages.ts';
import { Journal } from './journal.ts';

const owner = parentPort;
assert(owner !== null, 'journal-thread.ts runs in a worker thread');
const { path, checkpointEveryMs } = workerData as JournalThreadData;
const opened = Journal.open(path);
if (opened.ok) {
  serve(owner, opened.value);
  tell(owner, { type: 'ready' });
} else {
  tell(owner, { type: 'refused', code: opened.code, message: opened.message });
}

function serve(control: MessagePort, journal: Journal): void {
  const service = new JournalService(journal, setImmediate);
  const ports: MessagePort[] = [];
  // A truncation that a reader prevented is tried again at the next turn.
  const timer = setInterval(() => service.checkpoint(), checkpointEveryMs);
  control.on('message', (message: ToJournalThread) => {
    if (message.type === 'connect') {
      ports.push(message.port);
      service.accept(message.port);
      return;
    }
    clearInterval(timer);
    service.checkpoint();
    for (const port of ports) port.close();
    control.close();
    journal.close();
  });
}

function tell(control: MessagePort, message: FromJournalThread): void {
  control.postMessage(message);
}
