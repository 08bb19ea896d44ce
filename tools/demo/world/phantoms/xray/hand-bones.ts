// Bones of hand and forearm as outlines on the film: a left hand seen from the back, thumb to the right (+x), elbow down (+y), in mm.
// The origin lies on the joint between radius and carpus.

export type Spot = readonly [number, number, number];

export interface Bone {
  /** Distance to the edge, negative inside. */
  readonly outline: (x: number, y: number) => number;
  readonly box: readonly [number, number, number, number];
  /** Half thickness along the ray, and of the dense rim, mm; share of bone in the lattice inside. */
  readonly half: number;
  readonly rim: number;
  readonly lattice: number;
}

/** Distance to rods joined end to end; spots are x, y, radius. Chains of one outline melt into each other over `melt` mm. */
export function outline(chains: readonly (readonly Spot[])[], melt = 0): (x: number, y: number) => number {
  const one = (spots: readonly Spot[], x: number, y: number): number => {
    let least = Infinity;
    for (let i = 1; i < spots.length; i++) {
      const [ax, ay, ar] = spots[i - 1]!;
      const [bx, by, br] = spots[i]!;
      const ex = bx - ax;
      const ey = by - ay;
      const t = Math.max(0, Math.min(1, ((x - ax) * ex + (y - ay) * ey) / (ex * ex + ey * ey)));
      const d = Math.sqrt((x - ax - ex * t) ** 2 + (y - ay - ey * t) ** 2) - (ar + (br - ar) * t);
      if (d < least) least = d;
    }
    return least;
  };
  return (x, y) => {
    let all = one(chains[0]!, x, y);
    for (let i = 1; i < chains.length; i++) {
      const d = one(chains[i]!, x, y);
      const h = melt === 0 ? 0 : Math.max(0, melt - Math.abs(all - d)) / melt;
      all = Math.min(all, d) - (h * h * melt) / 4;
    }
    return all;
  };
}

function bone(chains: readonly (readonly Spot[])[], half: number, rim: number, lattice: number, melt = 7): Bone {
  const spots = chains.flat();
  const reach = 2;
  return {
    outline: outline(chains, melt),
    half,
    rim,
    lattice,
    box: [
      Math.min(...spots.map(([x, , r]) => x - r)) - reach,
      Math.min(...spots.map(([, y, r]) => y - r)) - reach,
      Math.max(...spots.map(([x, , r]) => x + r)) + reach,
      Math.max(...spots.map(([, y, r]) => y + r)) + reach,
    ],
  };
}

const long = (rim: number, ...chains: readonly (readonly Spot[])[]): Bone => bone(chains, 7, rim, 0.42);
const small = (...chains: readonly (readonly Spot[])[]): Bone => bone(chains, 7.5, 0.9, 0.78, 4);

/** Rays two to five: base and head of the metacarpal, then of the first phalanx. */
const RAYS: readonly (readonly [number, number, number, number, number])[] = [
  [12.5, -37, 21, -82, 5.3],
  [3, -38, 5, -86, 5.5],
  [-6.5, -37, -10, -81, 5],
  [-14.5, -35, -23, -75, 4.6],
];

const shaft = (x0: number, y0: number, x1: number, y1: number, base: number, waist: number, head: number): readonly Spot[] => [
  [x0, y0, base],
  [x0 + (x1 - x0) * 0.16, y0 + (y1 - y0) * 0.16, base * 0.78],
  [x0 + (x1 - x0) * 0.5, y0 + (y1 - y0) * 0.5, waist],
  [x0 + (x1 - x0) * 0.84, y0 + (y1 - y0) * 0.84, head * 0.8],
  [x1, y1, head],
];

export function handBones(child: boolean): readonly Bone[] {
  const carpals: readonly (readonly Spot[])[][] = [
    [
      [
        [8, -6.6, 6],
        [12, -11, 5.6],
        [16, -16.5, 4.8],
      ],
    ],
    [
      [
        [-2.5, -7.4, 6.4],
        [-3.4, -10.4, 6],
      ],
    ],
    [
      [
        [-12.6, -10.6, 5.2],
        [-15, -12.4, 4.6],
      ],
    ],
    [
      [
        [18, -25, 4.8],
        [14, -26, 4.4],
      ],
    ],
    [
      [
        [9, -27.5, 4.6],
        [8, -29.6, 4.8],
      ],
    ],
    [
      [
        [0.4, -19, 5.6],
        [1, -28.8, 5.8],
      ],
    ],
    [
      [
        [-9.6, -20.4, 5],
        [-9.8, -28, 5.6],
        [-13, -26, 4],
      ],
    ],
    [
      [
        [-16.4, -14.6, 3.4],
        [-17, -16.6, 3.2],
      ],
    ],
  ];
  const kept = child ? carpals.slice(0, 7).map((set) => set.map((spots) => spots.map(([x, y, r]) => [x, y, r * 0.74] as const))) : carpals;
  const fingers = RAYS.flatMap(([x0, y0, x1, y1, r]) => {
    const dx = (x1 - x0) / (y1 - y0);
    return [
      long(1.6, shaft(x0, y0, x1, y1, r * 1.08, r * 0.62, r * 1.02), [
        [x0 - r * 0.5, y0, r * 0.8],
        [x0 + r * 0.5, y0, r * 0.8],
      ]),
      long(1.5, shaft(x1 - 10.5 * dx, y1 - 10.5, x1 - 50 * dx, y1 - 50, r * 1.06, r * 0.6, r * 0.86)),
    ];
  });
  const thumb = [
    long(1.7, shaft(23, -30, 37, -62, 5.6, 4, 5.4), [
      [21, -29, 4],
      [26, -31, 4],
    ]),
    long(1.6, shaft(41, -72, 50, -98, 5.4, 3.5, 4.4)),
  ];
  return [...kept.map((set) => small(...set)), ...fingers, ...thumb];
}

export const radiusBone = (child: boolean): Bone =>
  child
    ? long(
        2,
        [
          [-1, 7, 5.4],
          [9, 6, 5.6],
          [12, 9, 4.6],
        ],
        [
          [-1, 17, 4.6],
          [11, 17, 4.6],
        ],
        [
          [5, 14, 8],
          [6, 24, 8.4],
          [7, 40, 6.8],
          [9, 76, 6.4],
          [8, 140, 7],
        ],
      )
    : long(
        2.3,
        [
          [-3, 9, 5.6],
          [9, 7, 6.4],
          [15.5, 4, 4.4],
        ],
        [
          [5, 14, 9.6],
          [6, 22, 9],
          [7, 38, 7],
          [9, 76, 6.4],
          [8, 140, 7],
        ],
      );

export const ulnaBone = (child: boolean): Bone =>
  long(
    2,
    [
      [-17, child ? 9 : 7.5, 4.4],
      [-12.6, child ? 8.6 : 7, 4],
    ],
    [
      [-15, 12, 5.4],
      [-14.4, 22, 4.8],
      [-13, 60, 5.2],
      [-11, 140, 6.2],
    ],
    child
      ? [
          [-18, 8, 2],
          [-18, 10, 2],
        ]
      : [
          [-19.2, 1.6, 1.5],
          [-18.6, 8, 2.2],
        ],
  );

export const lateralBones: readonly Bone[] = [
  long(2.2, [
    [-1.5, 8, 7.6],
    [1, 9, 8],
    [0, 16, 7.2],
    [-1, 34, 6],
    [-2, 70, 6],
    [-1, 140, 7],
  ]),
  long(1.9, [
    [4, 7, 4.6],
    [4.4, 20, 4.4],
    [5, 70, 5.4],
    [6, 140, 6.4],
  ]),
  small([
    [0, -7, 8],
    [1, -10, 7],
  ]),
  small([
    [-5, -10, 5.4],
    [-7, -17, 5],
  ]),
  small([
    [1, -21, 7],
    [1, -29, 6.6],
  ]),
  long(1.8, shaft(1, -38, -1, -86, 6.2, 4.4, 6)),
  long(1.6, shaft(-3, -38, -4, -82, 5.4, 3.8, 5.2)),
  long(1.5, shaft(0, -97, 4, -136, 5.4, 3.8, 4.6)),
  long(1.6, shaft(-13, -32, -28, -62, 5, 3.6, 4.6)),
];

export const flesh = outline(
  [
    [
      [0, -66, 33],
      [1, -38, 31],
      [0, -8, 27],
      [-1, 10, 27],
      [0, 50, 31],
      [0, 140, 37],
    ],
    [
      [19, -70, 14],
      [25, -112, 11],
      [28, -150, 9.5],
    ],
    [
      [5, -74, 14],
      [7, -120, 11.5],
      [8, -160, 10],
    ],
    [
      [-9, -70, 14],
      [-13, -112, 11],
      [-16, -150, 9.6],
    ],
    [
      [-22, -64, 12],
      [-31, -106, 9.6],
      [-36, -140, 8.4],
    ],
    [
      [20, -22, 16],
      [34, -56, 14],
      [42, -76, 11.5],
      [52, -112, 10],
    ],
  ],
  14,
);
export const fleshFromSide = outline(
  [
    [
      [0, -150, 10],
      [0, -80, 14],
      [1, -40, 17],
      [0, -8, 18],
      [0, 10, 19],
      [0, 60, 23],
      [0, 140, 27],
    ],
    [
      [-6, -20, 14],
      [-24, -58, 11],
      [-34, -84, 9],
    ],
  ],
  10,
);
