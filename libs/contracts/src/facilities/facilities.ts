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
