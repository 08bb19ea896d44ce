/** Who takes turns in the demonstration. Tonight somebody is away and nobody covers: the section lead sees it. */
export const rotas = [
  { name: 'Neuroradiology on call', pool: 'radiologist-on-call', serviceLine: 'neurology', cover: 'off', every: 'week', people: ['diaz', 'vance'], awayTonight: true },
  { name: 'Transfer nurse, nights', pool: 'transfer-nurse', serviceLine: null, cover: 'off', every: 'week', people: ['moreau'], awayTonight: false },
  { name: 'PACS on call', pool: 'pacs-on-call', serviceLine: null, cover: 'off', every: 'week', people: ['mara', 'okoro'], awayTonight: false },
] as const;
