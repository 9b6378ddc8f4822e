import type { IncidentState } from './incident.ts';

/** What a person would keep on paper. */
export interface Model {
  state: IncidentState;
  revision: number;
  isPaused: boolean;
  priority: number;
  asked: Map<string, 'waiting' | 'accepted' | 'on-scene'>;
  acts: number;
  reports: number;
  alarms: number;
  atMs: number;
  isAcknowledged: boolean;
  steps: Map<string, string[]>;
}

const TO: Readonly<Record<IncidentState, readonly IncidentState[]>> = {
  new: ['acknowledged'],
  acknowledged: ['assigned', 'on-scene', 'mitigated'],
  assigned: ['on-scene', 'mitigated', 'acknowledged'],
  'on-scene': ['mitigated', 'assigned'],
  mitigated: ['on-scene'],
  closed: [],
};

/** What the act does to the model, or false where it must be refused. */
type Effect = (model: Model, actor: string) => boolean;

const isOpen = ({ state }: Model): boolean => state !== 'closed';
const isWorked = (model: Model): boolean => isOpen(model) && model.state !== 'new';

function see(model: Model): void {
  model.isAcknowledged = true;
  if (model.state === 'new') model.state = 'acknowledged';
}

function restsOf(model: Model): void {
  if (model.asked.size === 0 && model.state === 'assigned') model.state = 'acknowledged';
}

/** Every act with what it does to the model; written out by hand, from the rules and not from the code. */
export const EFFECTS: Readonly<Record<string, (arg: string) => { action: object; effect: Effect }>> = {
  acknowledge: () => ({
    action: { action: 'acknowledge' },
    effect: (model) => (model.state === 'new' ? (see(model), true) : false),
  }),
  claim: () => ({ action: { action: 'claim' }, effect: (model) => isOpen(model) && (see(model), true) }),
  note: () => ({ action: { action: 'note', text: 'x' }, effect: () => true }),
  'set-title': () => ({ action: { action: 'set-title', title: 'x' }, effect: isOpen }),
  assign: (assignee) => ({
    action: { action: 'assign', assignee },
    effect(model) {
      if (!isOpen(model) || model.asked.has(assignee)) return false;
      see(model);
      if (model.state === 'acknowledged') model.state = 'assigned';
      model.asked.set(assignee, 'waiting');
      return true;
    },
  }),
  decline: (assignee) => ({
    action: { action: 'answer', assignee, answer: 'declined' },
    effect(model) {
      const asked = model.asked.get(assignee);
      if (!isWorked(model) || asked === undefined || asked === 'on-scene') return false;
      model.asked.delete(assignee);
      restsOf(model);
      return true;
    },
  }),
  arrive: (assignee) => ({
    action: { action: 'answer', assignee, answer: 'on-scene' },
    effect(model) {
      const asked = model.asked.get(assignee);
      if (!isWorked(model) || asked === undefined || asked === 'on-scene') return false;
      model.asked.set(assignee, 'on-scene');
      if (model.state === 'acknowledged' || model.state === 'assigned') model.state = 'on-scene';
      return true;
    },
  }),
  withdraw: (assignee) => ({
    action: { action: 'withdraw', assignee, reason: 'x' },
    effect(model) {
      if (!isWorked(model) || !model.asked.delete(assignee)) return false;
      restsOf(model);
      return true;
    },
  }),
  status: (to) => ({
    action: { action: 'status', to },
    effect(model) {
      if (!TO[model.state].includes(to as IncidentState)) return false;
      model.state = to as IncidentState;
      model.isAcknowledged = true;
      if (to === 'acknowledged') model.asked.clear();
      return true;
    },
  }),
  pause: () => ({
    action: { action: 'pause', reason: 'weather' },
    effect: (model) => isWorked(model) && !model.isPaused && (model.isPaused = true),
  }),
  resume: () => ({
    action: { action: 'resume' },
    effect(model) {
      if (!isWorked(model) || !model.isPaused) return false;
      model.isPaused = false;
      return true;
    },
  }),
  escalate: () => ({
    action: { action: 'escalate' },
    effect(model) {
      if (!isOpen(model) || model.priority === 1) return false;
      model.priority -= 1;
      return true;
    },
  }),
  close: () => ({
    action: { action: 'close', reason: 'x' },
    effect(model) {
      if (!isOpen(model)) return false;
      model.state = 'closed';
      model.isPaused = false;
      for (const [assignee, asked] of model.asked) if (asked === 'waiting') model.asked.delete(assignee);
      return true;
    },
  }),
  reopen: () => ({
    action: { action: 'reopen' },
    effect(model) {
      if (isOpen(model)) return false;
      model.state = 'acknowledged';
      model.isAcknowledged = true;
      model.asked.clear();
      return true;
    },
  }),
  step: (step) => ({
    action: { action: 'sop-step', step, outcome: 'done' },
    effect(model, actor) {
      const by = model.steps.get(step);
      if (!isOpen(model) || by === undefined || by.includes(actor)) return false;
      by.push(actor);
      if (step !== 'power' || by.length === 2) model.steps.delete(step);
      see(model);
      return true;
    },
  }),
};
