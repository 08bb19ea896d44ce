export interface FacilityView {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly status: string;
  readonly tier: string;
  readonly host: boolean;
  readonly endpoints: readonly {
    readonly id: string; readonly kind: string; readonly direction: string; readonly label: string; readonly health: string; readonly lastProbeAt: string | null; readonly sentence: string | null;
  }[];
  readonly examsLast30Days: number;
}

/** POST /api/v1/endpoints/:id/probe: the rungs climbed, up to the first that failed. Nothing of a patient is sent. */
export interface ProbeView {
  readonly ok: boolean;
  readonly at: string;
  readonly rungs: readonly { readonly rung: string; readonly ok: boolean; readonly expected: string; readonly actual: string; readonly ms: number; readonly expiresAt?: string }[];
}
