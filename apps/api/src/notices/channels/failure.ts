/** A message was not taken. `code` is stable and holds neither addresses nor secrets; `refused` is for this one address, everything else for the channel. */
export class ChannelFailure extends Error {
  constructor(readonly code: string, readonly refused = false) {
    super(code);
    this.name = 'ChannelFailure';
  }
}
