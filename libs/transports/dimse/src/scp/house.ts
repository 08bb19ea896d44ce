import type { Socket } from 'node:net';
import type { DimseLimits } from '../limits';

/**
 * Who may be in. Sockets that have not associated yet are cheap and kept in a room of their own, so silent ones can never use up the
 * associations; the oldest of them makes room for the newest.
 */
export class House {
  readonly #limits: DimseLimits;
  readonly #waiting = new Set<Socket>();
  readonly #perAddress = new Map<string, number>();
  #inside = 0;

  constructor(limits: DimseLimits) {
    this.#limits = limits;
  }

  get associations(): number {
    return this.#inside;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Takes the raw socket; it leaves by itself when it closes. */
  arrive(socket: Socket): void {
    this.#waiting.add(socket);
    socket.once('close', () => this.#waiting.delete(socket));
    if (this.#waiting.size > this.#limits.waitingSockets) {
      const [oldest] = this.#waiting;
      this.#waiting.delete(oldest!);
      oldest!.destroy();
    }
  }

  /** From waiting to associated. False when a limit is reached: the association is to be rejected for now. */
  enter(socket: Socket, address: string): boolean {
    const here = this.#perAddress.get(address) ?? 0;
    if (this.#inside >= this.#limits.associations || here >= this.#limits.associationsPerAddress) {
      return false;
    }
    this.#waiting.delete(socket);
    this.#inside++;
    this.#perAddress.set(address, here + 1);
    socket.once('close', () => this.#leave(address));
    return true;
  }

  #leave(address: string): void {
    this.#inside--;
    const left = this.#perAddress.get(address)! - 1;
    if (left > 0) {
      this.#perAddress.set(address, left);
    } else {
      this.#perAddress.delete(address);
    }
  }
}
