import { hash } from 'node:crypto';
import { err, ok, type Result } from '@metropane/base';
import type { JournalEntry } from '@metropane/event-log';
import type { Incident } from '@metropane/incidents';
import type { Realm } from '../../access/principal.ts';
import { type CapIdentity, capAlertOf, type CapSender, type CapWording } from './cap-message.ts';
import { capStatusOf, type CapStatusOf } from './cap-status.ts';

/** An alert that was issued, as its journal entry has it. */
export interface IssuedCap extends CapIdentity {
  incidentId: string;
  msgType: 'Alert' | 'Update' | 'Cancel';
  status: CapStatusOf<Realm>;
  /** True: no receiver may act on it, since the incident rests on simulated reports. */
  simulated: boolean;
  issuedBy: string[];
  xml: string;
}

/** An alert that a second person has to confirm, as its journal entry has it. */
export interface ProposedCap {
  proposalId: string;
  incidentId: string;
  order: CapOrder;
  by: string;
  atMs: number;
}

/** What a person wants to be told to everybody. */
export interface CapOrder {
  wording: CapWording;
  isCancel: boolean;
}

export type CapRefusal =
  | 'not-found'
  | 'nothing-to-cancel'
  | 'bad-wording'
  | 'no-clock'
  | 'no-proposal'
  | 'same-person';
export type CapOutcome = { state: 'issued'; cap: IssuedCap } | { state: 'proposed'; proposal: ProposedCap };

export interface CapDeskPorts {
  realm: Realm;
  from: CapSender;
  nowMs: () => number;
  incident: (id: string) => Promise<Incident | null>;
  /** Entries of one kind, oldest first. Rejects while the journal cannot be read. */
  entries: (kind: 'cap-issued' | 'cap-proposed') => Promise<JournalEntry[]>;
  /** Durable when it resolves. */
  note: (
    kind: 'cap-issued' | 'cap-proposed',
    of: { actor: string; body: object; dedupKey: string },
  ) => Promise<unknown>;
}

/** A step of an SOP with this id says who may warn the public. */
export const CAP_STEP = 'issue-cap';
/** A proposal that nobody confirmed is not what the city looks like any more. */
const PROPOSAL_MS = 30 * 60_000;
const LONGEST_MS = 7 * 86_400_000;

/**
 * Where people issue alerts. Nothing else can: there is no rule and no timer that comes here. Every alert of an incident is a new
 * message that refers to all before it; after a cancellation a new series begins with a new alert.
 */
export class CapDesk {
  readonly #ports: CapDeskPorts;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(ports: CapDeskPorts) {
    this.#ports = ports;
  }

  /** Issues, or proposes where the incident's SOP asks for two people. */
  issue(incidentId: string, order: CapOrder, actor: string): Promise<Result<CapOutcome, CapRefusal>> {
    return this.#alone(async () => {
      const incident = await this.#ports.incident(incidentId);
      if (incident === null) return err('not-found', `no incident ${incidentId}`);
      if (!(this.#ports.nowMs() > 0))
        return err('no-clock', 'the exercise has no time before its first message');
      const fault = wordingFault(order.wording, this.#ports.nowMs());
      if (fault !== null) return err('bad-wording', fault);
      if (!needsTwo(incident)) return this.#write(incident, { order, issuedBy: [actor] });
      const atMs = this.#ports.nowMs();
      const proposalId = hash('sha256', JSON.stringify([incidentId, order, actor, atMs])).slice(0, 16);
      const proposal: ProposedCap = { proposalId, incidentId, order, by: actor, atMs };
      const dedupKey = `cap-proposed\0${proposalId}`;
      await this.#ports.note('cap-proposed', { actor, body: proposal, dedupKey });
      return ok({ state: 'proposed', proposal });
    });
  }

  /** The second person agrees with the words as they were proposed. */
  confirm(incidentId: string, proposalId: string, actor: string): Promise<Result<CapOutcome, CapRefusal>> {
    return this.#alone(async () => {
      const { entries, incident: find, nowMs } = this.#ports;
      const proposals = (await entries('cap-proposed')).map(({ body }) => JSON.parse(body) as ProposedCap);
      const proposal = proposals.find(
        (one) => one.proposalId === proposalId && one.incidentId === incidentId,
      );
      if (proposal === undefined || nowMs() - proposal.atMs > PROPOSAL_MS)
        return err('no-proposal', `there is no proposal ${proposalId} of the last 30 minutes`);
      if (proposal.by === actor) return err('same-person', 'the second person is another one than the first');
      const issued = (await entries('cap-issued')).map(
        ({ body }) => JSON.parse(body) as { proposalId?: string },
      );
      if (issued.some((one) => one.proposalId === proposalId))
        return err('no-proposal', `${proposalId} was issued already`);
      const incident = await find(incidentId);
      if (incident === null) return err('not-found', `no incident ${incidentId}`);
      return this.#write(incident, { order: proposal.order, issuedBy: [proposal.by, actor], proposalId });
    });
  }

  /** Alerts of an incident, oldest first. */
  async issued(incidentId: string): Promise<IssuedCap[]> {
    const all = (await this.#ports.entries('cap-issued')).map(({ body }) => JSON.parse(body) as IssuedCap);
    return all.filter((one) => one.incidentId === incidentId);
  }

  async #write(
    incident: Incident,
    { order, issuedBy, proposalId }: { order: CapOrder; issuedBy: string[]; proposalId?: string },
  ): Promise<Result<CapOutcome, CapRefusal>> {
    const { realm, from, nowMs, note } = this.#ports;
    const all = await this.issued(incident.id);
    const since = all.findLastIndex(({ msgType }) => msgType === 'Cancel') + 1;
    const earlier = all.slice(since);
    if (order.isCancel && earlier.length === 0)
      return err('nothing-to-cancel', `${incident.id} has no alert that stands`);
    const sentMs = Math.floor(nowMs() / 1_000) * 1_000;
    const prefix = realm === 'live' ? '' : 'EX-';
    const identifier = `${prefix}${incident.id}.${all.length + 1}.${sentMs.toString(36)}`;
    const identity = { sender: from.sender, identifier, sentMs };
    const { wording, isCancel } = order;
    const xml = capAlertOf({ realm, incident, from, identity, earlier, isCancel, wording });
    const msgType = earlier.length === 0 ? 'Alert' : isCancel ? 'Cancel' : 'Update';
    const status = capStatusOf(realm, incident.simulated);
    const { simulated } = incident;
    const cap: IssuedCap = {
      ...identity,
      incidentId: incident.id,
      msgType,
      status,
      simulated,
      issuedBy,
      xml,
    };
    const body = proposalId === undefined ? cap : { ...cap, proposalId };
    const dedupKey = `cap\0${incident.id}\0${all.length + 1}`;
    await note('cap-issued', { actor: issuedBy.at(-1) ?? '', body, dedupKey });
    return ok({ state: 'issued', cap });
  }

  /** One at a time: which messages are earlier must not change between the look and the entry. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

function needsTwo({ sop }: Incident): boolean {
  return sop?.steps.some(({ id, isTwoPerson }) => id === CAP_STEP && isTwoPerson) === true;
}

function wordingFault({ expiresMs, area }: CapWording, nowMs: number): string | null {
  if (expiresMs <= nowMs) return 'an alert ends in the future';
  if (expiresMs > nowMs + LONGEST_MS) return 'an alert lasts at most a week';
  const { polygon } = area;
  if (polygon === undefined) return null;
  const [first, last] = [polygon[0], polygon.at(-1)];
  const isClosed = first?.[0] === last?.[0] && first?.[1] === last?.[1];
  return polygon.length >= 4 && isClosed
    ? null
    : 'a polygon has at least 4 points, the last equal to the first';
}
