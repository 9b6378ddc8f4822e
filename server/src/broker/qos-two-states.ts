const FREE = 0;
const RECEIVED = 1;
const ACKNOWLEDGED = 2;
const GIVEN_AWAY = 3;

/**
 * The receiver's half of MQTT QoS 2 for one client [MQTT-4.3.3]: a packet id is taken from PUBLISH until PUBREL, and a PUBLISH
 * that repeats a taken id is not a new message. 64 KB per client, only for clients that use QoS 2: no flood of half-open
 * handshakes can cost more.
 */
export class QosTwoStates {
  #states: Uint8Array | undefined;

  /** Whether the id is taken: the message was delivered before. */
  isRepeated(packetId: number): boolean {
    const state = this.#states?.[packetId] ?? FREE;
    return state === RECEIVED || state === ACKNOWLEDGED;
  }

  /** Whether PUBREC was due already, so a repeated PUBLISH is answered at once. */
  isAcknowledged(packetId: number): boolean {
    return this.#states?.[packetId] === ACKNOWLEDGED;
  }

  receive(packetId: number): void {
    this.#set(packetId, RECEIVED);
  }

  acknowledge(packetId: number): void {
    this.#set(packetId, ACKNOWLEDGED);
  }

  /** The message went to the broker inside, which answers its PUBREL too. */
  giveAway(packetId: number): void {
    this.#set(packetId, GIVEN_AWAY);
  }

  /** Frees the id. False if the PUBREL belongs to the broker inside. An id that was never taken is confirmed all the same [MQTT-4.3.3-2]. */
  release(packetId: number): boolean {
    const wasGivenAway = this.#states?.[packetId] === GIVEN_AWAY;
    if (this.#states !== undefined) this.#states[packetId] = FREE;
    return !wasGivenAway;
  }

  #set(packetId: number, state: number): void {
    this.#states ??= new Uint8Array(0x1_0000);
    this.#states[packetId] = state;
  }
}
