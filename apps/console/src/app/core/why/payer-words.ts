const PAYERS: Readonly<Record<string, string>> = {
  medicare: 'Medicare', medicaid: 'Medicaid', 'other-government': 'Other government', commercial: 'Commercial', 'workers-compensation': 'Workers’ compensation', 'self-pay': 'The patient', '': 'Payer not known',
};
export const payerWords = (kind: string): string => PAYERS[kind] ?? kind;
export const serviceWords = { 'over-read': 'Read of an outside exam', 'telehealth-consult': 'Consult from afar' } as const;
