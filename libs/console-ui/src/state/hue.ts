/**
 * The six state hues. wait: nothing to do yet; active: moving or owned; good: proven; attn: needs a person;
 * stop: broken or late; held: stopped on purpose, or not known.
 */
export type Hue = 'wait' | 'active' | 'good' | 'attn' | 'stop' | 'held';
