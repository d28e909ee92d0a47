<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
  <context>
    <name>billdesk</name>
    <message>
      <source>({n} more wait)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Accounts</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Active</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Back</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>By PO</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>By account</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>By order</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cancel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cancelled</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Catalogue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Close the window</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Close this message</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Completed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Credit note</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Credited</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Done</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Done again: {edit}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Draft</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Drafts only</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Due now</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Ended</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Failed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Find accounts, numbers, amounts, products; &gt; for commands</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fold</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fold the sidebar</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Forward</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Gross</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Held</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Home</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>In advance</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>In arrears</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Invoice</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Invoices</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keys</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Light or dark</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>More actions</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Net</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>New</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>New account</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>New order</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>New product</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>New schedule</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>New window</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Next run: {schedule} on {day}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No schedule will run</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Not due</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>One-time</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open, create or import a company</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Orders</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Outbox</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Overdue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Paid</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Part-paid</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Paused</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Post</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Post and e-mail</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Posted</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Progress of the job</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Queued</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Recurring</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Redo</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Refresh</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Reports</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Run invoices</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Running</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Runs</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Save</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Save (Ctrl+Enter)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Schedules</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Search</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Search and commands</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Search in this list</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sending</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sent</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Settings</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show what stands there now</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stop the job</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stop; what is finished stays</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stopping: {title}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The changes were not saved</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Uncertain</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Undo</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Undone: {edit}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Usage</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Yes</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{label} *</source>
      <translation type="unfinished" />
    </message>
  </context>
</TS>
