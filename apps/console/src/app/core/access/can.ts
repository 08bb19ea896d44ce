import { Directive, effect, inject, input, TemplateRef, ViewContainerRef } from '@angular/core';
import type { AbilityName } from '@causeway/access';
import { Access } from './access';

/** Shows its content only to those who may: `<button *cwCan="'facility.create'">`. */
@Directive({ selector: '[cwCan]' })
export class Can {
  readonly cwCan = input.required<AbilityName>();

  constructor() {
    const access = inject(Access);
    const template = inject(TemplateRef);
    const container = inject(ViewContainerRef);
    effect(() => {
      const allowed = access.can(this.cwCan());
      if (allowed && container.length === 0) container.createEmbeddedView(template);
      if (!allowed) container.clear();
    });
  }
}
