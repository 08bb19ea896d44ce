/** A DICOM UID (PS3.5 9.1): at most 64 characters, numbers without leading zeros. */
export function isUid(text: string): boolean {
  return text.length <= 64 && text.length >= 5 && /^[0-2](\.(0|[1-9]\d*))+$/.test(text);
}
