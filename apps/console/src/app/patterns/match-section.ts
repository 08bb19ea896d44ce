import { Component, inject, signal } from '@angular/core';
import { Clock, CompareTable, Crossing, ImpressionCompare, LedgerRow, LedgerSeriesMarks, MarkedText, MatchChip, PatientBanner, Ticker, type TextPiece, WhyLink } from '@causeway/console-ui';
import { clockWith, compareLines, ledgerMarks, manyMarks, patient, steps } from './samples';

@Component({
  selector: 'cw-match-section',
  imports: [Clock, CompareTable, Crossing, ImpressionCompare, LedgerRow, LedgerSeriesMarks, MarkedText, MatchChip, PatientBanner, WhyLink],
  templateUrl: './match-section.html',
  styles: `
    :host { display: grid; gap: 12px; }
    .two { display: grid; grid-template-columns: repeat(auto-fit, minmax(320px, 1fr)); gap: 12px; }
    .banner { overflow: hidden; }
    .way { display: grid; grid-template-columns: minmax(0, 1fr) 180px; gap: 20px; align-items: center; padding: 8px 20px 9px; }
    @media (max-width: 700px) { .way { grid-template-columns: 1fr; padding-inline: 14px; } }
    .stack { display: grid; gap: 10px; }
  `,
})
export class MatchSection {
  protected readonly patient = patient;
  protected readonly steps = steps;
  protected readonly late = clockWith(inject(Ticker).now(), 'triage', -5, 20);
  protected readonly lines = compareLines;
  protected readonly hidden = signal(false);
  protected readonly facts = [{ label: 'Encounter', value: 'ED bay 4 · visit 88-20417' }];
  protected readonly counts = [
    { total: 640, verified: 214, moving: 0, unknown: 0, refused: 0 },
    { total: 412, verified: 380, moving: 32, unknown: 0, refused: 0 },
    { total: 848, verified: 846, moving: 0, unknown: 0, refused: 2 },
    { total: 162, verified: 150, moving: 0, unknown: 12, refused: 0 },
    { total: 31, verified: 0, moving: 0, unknown: 0, refused: 31 },
    { total: 12, verified: 12, moving: 0, unknown: 0, refused: 0 },
  ];
  protected readonly series = { number: 3, name: 'Fused captures', marks: ledgerMarks };
  protected readonly large = { number: 4, name: 'Axial 0.6 mm', marks: manyMarks };
  protected readonly outside: readonly TextPiece[] = [
    { text: 'Hyperdense crescentic extra-axial collection along the right convexity, ' },
    { text: 'up to 11 mm', mark: 'differs' },
    { text: '. ' },
    { text: 'Leftward midline shift of 4 mm.', mark: 'differs' },
    { text: ' Ventricles are normal in size. No depressed fracture. ' },
    { text: 'No large territorial infarct.', mark: 'same' },
  ];
  protected readonly statements = [
    { words: 'Acute right subdural', verdict: 'agrees' as const },
    { words: 'Thickness 11 → 13 mm', verdict: 'differs' as const },
    { words: 'Shift 4 → 7 mm', verdict: 'differs' as const },
    { words: 'No acute infarct', verdict: 'agrees' as const },
  ];
}
