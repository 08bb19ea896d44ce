/** Where patients of the demonstration may ask for a second opinion by themselves: lines that have a liaison. Numbers of the kind nobody has. */
export const opinionLines = [
  { serviceLine: 'orthopaedics', callNumber: '+1 555 0171', openedBy: 'sasha' },
  { serviceLine: 'oncology', callNumber: '+1 555 0172', openedBy: 'sasha' },
  { serviceLine: 'neurology', callNumber: '+1 555 0173', openedBy: 'sasha' },
] as const;
