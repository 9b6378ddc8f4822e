import type { JournalClient } from '@metropane/event-log';
import type { ControlRoom } from '../fold/control-room.ts';
import type { DerivedWriter } from './derived-writer.ts';
import type { FactWriter } from './fact-writer.ts';
import type { PipelineHealth } from './messages.ts';
import type { Sequencer } from './sequencer.ts';

/** How the pipeline's parts are, as main tells it on. */
export function pipelineHealth(parts: {
  sequencer: Sequencer;
  room: ControlRoom;
  factWriter: FactWriter;
  derived: Pick<DerivedWriter, 'failure' | 'figures'>;
  journal: Pick<JournalClient, 'underWay'>;
  tickLagMs: number;
}): PipelineHealth {
  const { sequencer, room, factWriter, derived, journal, tickLagMs } = parts;
  const journalFailure = factWriter.failure ?? derived.failure;
  return {
    offset: sequencer.flushedOffset,
    tickLagMs: Math.round(tickLagMs),
    entities: room.entities.size,
    series: room.entities.liveSeries,
    windows: room.windows.counters(),
    gaps: room.gaps,
    logStatus: sequencer.failure === null ? 'ok' : 'degraded',
    logDetail: logDetail(sequencer),
    journalStatus: journalFailure === null ? 'ok' : 'degraded',
    journalDetail: journalFailure ?? '',
    journalPending: journal.underWay,
    derived: derived.figures,
  };
}

function logDetail(sequencer: Sequencer): string {
  if (sequencer.failure !== null) return `readings are shown and not yet written: ${sequencer.failure}`;
  return sequencer.unloggedRecords === 0
    ? ''
    : `${sequencer.unloggedRecords} records could not be written and are a gap`;
}
