import { Body, Controller, Get, Put } from '@nestjs/common';
import { SaveDepartments, type DepartmentsView } from '@causeway/contracts';
import { Needs } from '../../platform/http/ability';
import { Checked } from '../../platform/http/body.pipe';
import { CallerOf, type Caller } from '../../platform/http/caller';
import { Departments } from './departments.service';

/** Departments of the house beside radiology, with their intake rules. */
@Controller('api/v1/departments')
export class DepartmentsController {
  constructor(private readonly departments: Departments) {}

  @Get()
  @Needs('settings.change', 'exam.list')
  view(@CallerOf() caller: Caller): Promise<DepartmentsView> {
    return this.departments.view(caller);
  }

  @Put()
  @Needs('settings.change')
  async save(@Body(new Checked(SaveDepartments)) body: SaveDepartments, @CallerOf() caller: Caller): Promise<DepartmentsView> {
    await this.departments.save(caller, body);
    return this.departments.view(caller);
  }
}
