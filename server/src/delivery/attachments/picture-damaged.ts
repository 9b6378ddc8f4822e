/** A picture that cannot be taken apart; `message` says where. */
export class PictureDamaged extends Error {
  override readonly name = 'PictureDamaged';
}

/** Throws `PictureDamaged` with the sentence when the claim does not hold. */
export function assertPicture(claim: boolean, otherwise: string): asserts claim {
  if (!claim) throw new PictureDamaged(otherwise);
}
