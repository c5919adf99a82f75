/**
 * How much of one source may be worked on: a token bucket. It fills with `octetsPerSecond` up to two seconds' worth, so that
 * a meter that sends its list in one burst is not held up and a source that floods is slowed to the rate.
 */

/** Seconds of the rate that may come at once. */
const burstSeconds = 2;

export class RateLimit {
  private tokens: number;
  private atMs: number;

  /** @param octetsPerSecond 0: no limit */
  constructor(
    private readonly octetsPerSecond: number,
    nowMs: number,
  ) {
    this.tokens = octetsPerSecond * burstSeconds;
    this.atMs = nowMs;
  }

  /** How many of these octets may be worked on now; takes them. */
  take(wanted: number, nowMs: number): number {
    if (this.octetsPerSecond === 0) return wanted;
    this.fill(nowMs);
    const given = Math.min(wanted, Math.floor(this.tokens));
    this.tokens -= given;
    return given;
  }

  /** Milliseconds until this many octets may be worked on. */
  waitMs(octets: number, nowMs: number): number {
    if (this.octetsPerSecond === 0) return 0;
    this.fill(nowMs);
    const enough = Math.min(octets, this.octetsPerSecond * burstSeconds);
    return this.tokens >= enough ? 0 : Math.ceil(((enough - this.tokens) / this.octetsPerSecond) * 1000);
  }

  private fill(nowMs: number): void {
    const passed = Math.max(0, nowMs - this.atMs);
    this.atMs = nowMs;
    this.tokens = Math.min(this.octetsPerSecond * burstSeconds, this.tokens + (passed / 1000) * this.octetsPerSecond);
  }
}
