<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
  <context>
    <name>billdesk</name>
    <message>
      <source> and </source>
      <translation> und </translation>
    </message>
    <message>
      <source> and {n} more</source>
      <translation> und {n} weitere</translation>
    </message>
    <message>
      <source>'{text}' can be read in two ways</source>
      <translation>„{text}“ lässt sich auf zwei Arten lesen</translation>
    </message>
    <message>
      <source>'{text}' is not a date</source>
      <translation>„{text}“ ist kein Datum</translation>
    </message>
    <message>
      <source>({n} more wait)</source>
      <translation>({n} weitere warten)</translation>
    </message>
    <message>
      <source>, for {used} of {whole} days</source>
      <translation>, für {used} von {whole} Tagen</translation>
    </message>
    <message>
      <source>, less {percent}</source>
      <translation>, abzüglich {percent}</translation>
    </message>
    <message>
      <source>, {percent} of it</source>
      <translation>, davon {percent}</translation>
    </message>
    <message>
      <source>0 %</source>
      <translation>0 %</translation>
    </message>
    <message>
      <source>0 gives it away</source>
      <translation>0 heißt kostenlos</translation>
    </message>
    <message>
      <source>1 PDF saved</source>
      <translation>1 PDF gespeichert</translation>
    </message>
    <message>
      <source>1 account</source>
      <translation>1 Kunde</translation>
    </message>
    <message>
      <source>1 account is left out</source>
      <translation>1 Kunde ist ausgelassen</translation>
    </message>
    <message>
      <source>1 date</source>
      <translation>1 Termin</translation>
    </message>
    <message>
      <source>1 draft is complete and waits for you</source>
      <translation>1 Entwurf ist fertig und wartet auf Sie</translation>
    </message>
    <message>
      <source>1 invoice</source>
      <translation>1 Rechnung</translation>
    </message>
    <message>
      <source>1 invoice is posted</source>
      <translation>1 Rechnung ist gebucht</translation>
    </message>
    <message>
      <source>1 line</source>
      <translation>1 Position</translation>
    </message>
    <message>
      <source>1 line is not complete and bills nothing yet.</source>
      <translation>1 Position ist unvollständig und berechnet noch nichts.</translation>
    </message>
    <message>
      <source>1 message queued</source>
      <translation>1 Nachricht eingereiht</translation>
    </message>
    <message>
      <source>1 message sent</source>
      <translation>1 Nachricht gesendet</translation>
    </message>
    <message>
      <source>1 message was being sent when BillDesk stopped; nobody can say whether it left</source>
      <translation>1 Nachricht wurde gerade gesendet, als BillDesk endete; ob sie hinausging, ist ungewiss</translation>
    </message>
    <message>
      <source>1 message withdrawn</source>
      <translation>1 Nachricht zurückgezogen</translation>
    </message>
    <message>
      <source>1 page</source>
      <translation>1 Seite</translation>
    </message>
    <message>
      <source>1 page printed</source>
      <translation>1 Seite gedruckt</translation>
    </message>
    <message>
      <source>1 picked</source>
      <translation>1 gewählt</translation>
    </message>
    <message>
      <source>1 row copied</source>
      <translation>1 Zeile kopiert</translation>
    </message>
    <message>
      <source>1 row exported</source>
      <translation>1 Zeile exportiert</translation>
    </message>
    <message>
      <source>1 to 30 days</source>
      <translation>1 bis 30 Tage</translation>
    </message>
    <message>
      <source>1 usage record</source>
      <translation>1 Verbrauchssatz</translation>
    </message>
    <message>
      <source>1–30 days</source>
      <translation>1–30 Tage</translation>
    </message>
    <message>
      <source>31 to 60 days</source>
      <translation>31 bis 60 Tage</translation>
    </message>
    <message>
      <source>31–60</source>
      <translation>31–60</translation>
    </message>
    <message>
      <source>61 to 90 days</source>
      <translation>61 bis 90 Tage</translation>
    </message>
    <message>
      <source>61–90</source>
      <translation>61–90</translation>
    </message>
    <message>
      <source>840 real orders, billed to date, to try it on</source>
      <translation>840 echte Aufträge, bis heute berechnet, zum Ausprobieren</translation>
    </message>
    <message>
      <source>A PNG or JPEG; it stands at the head of each invoice, up to 70 × 24 mm.</source>
      <translation>PNG oder JPEG; es steht im Kopf jeder Rechnung, bis 70 × 24 mm.</translation>
    </message>
    <message>
      <source>A company file on this computer</source>
      <translation>Eine Firmendatei auf diesem Computer</translation>
    </message>
    <message>
      <source>A credit note cannot be credited; bill the order again instead</source>
      <translation>Eine Gutschrift lässt sich nicht gutschreiben; berechnen Sie stattdessen den Auftrag erneut</translation>
    </message>
    <message>
      <source>A credit note over {total} is posted and settles {number} in full. This cannot be undone.</source>
      <translation>Eine Gutschrift über {total} wird gebucht und gleicht {number} ganz aus. Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
      <source>A database on a server: back it up with the server's own tools.</source>
      <translation>Eine Datenbank auf einem Server: sichern Sie sie mit dessen eigenen Mitteln.</translation>
    </message>
    <message>
      <source>A draft follows its order ({orders}): what you change there stands here at once. It has no number yet.</source>
      <translation>Ein Entwurf folgt seinem Auftrag ({orders}): was Sie dort ändern, steht hier sofort. Er hat noch keine Nummer.</translation>
    </message>
    <message>
      <source>A draft invoice of {amount} is set up for {date}.</source>
      <translation>Ein Rechnungsentwurf über {amount} ist für {date} vorbereitet.</translation>
    </message>
    <message>
      <source>A draft invoice of {amount} waits for a person.</source>
      <translation>Ein Rechnungsentwurf über {amount} wartet auf einen Menschen.</translation>
    </message>
    <message>
      <source>A draft is changed by its order, not by a credit</source>
      <translation>Einen Entwurf ändert sein Auftrag, keine Gutschrift</translation>
    </message>
    <message>
      <source>A draft is not delivered: post it first</source>
      <translation>Ein Entwurf wird nicht versendet: buchen Sie ihn zuerst</translation>
    </message>
    <message>
      <source>A line under the bank details</source>
      <translation>Eine Zeile unter den Bankangaben</translation>
    </message>
    <message>
      <source>A name and a country are enough to begin</source>
      <translation>Ein Name und ein Land genügen für den Anfang</translation>
    </message>
    <message>
      <source>A new order of this account</source>
      <translation>Ein neuer Auftrag dieses Kunden</translation>
    </message>
    <message>
      <source>A percent, or none: then lines say it themselves.</source>
      <translation>Ein Prozentsatz oder keiner: dann steht er in der Position.</translation>
    </message>
    <message>
      <source>A run left this account out: {reason}. To mend it, {remedy}.</source>
      <translation>Ein Lauf hat diesen Kunden ausgelassen: {reason}. Abhilfe: {remedy}.</translation>
    </message>
    <message>
      <source>A run makes</source>
      <translation>Ein Lauf macht</translation>
    </message>
    <message>
      <source>A schedule bills what each account owes, on the days you choose.</source>
      <translation>Ein Abrechnungsplan berechnet, was jeder Kunde schuldet, an den Tagen, die Sie wählen.</translation>
    </message>
    <message>
      <source>A schedule bills what is due on its dates: each month's end, every Friday, as you say.</source>
      <translation>Ein Abrechnungsplan berechnet Fälliges an seinen Terminen: zum Monatsende, jeden Freitag, wie Sie es sagen.</translation>
    </message>
    <message>
      <source>A street, a city or a postcode is enough to bill</source>
      <translation>Straße, Ort oder Postleitzahl genügt zum Berechnen</translation>
    </message>
    <message>
      <source>A whole page</source>
      <translation>Ganze Seite</translation>
    </message>
    <message>
      <source>A4 (210 × 297 mm)</source>
      <translation>A4 (210 × 297 mm)</translation>
    </message>
    <message>
      <source>About BillDesk</source>
      <translation>Über BillDesk</translation>
    </message>
    <message>
      <source>Accepted</source>
      <translation>Angenommen</translation>
    </message>
    <message>
      <source>Account</source>
      <translation>Kunde</translation>
    </message>
    <message>
      <source>Account archived</source>
      <translation>Kunde archiviert</translation>
    </message>
    <message>
      <source>Account edited</source>
      <translation>Kunde bearbeitet</translation>
    </message>
    <message>
      <source>Account holder</source>
      <translation>Kontoinhaber</translation>
    </message>
    <message>
      <source>Account made</source>
      <translation>Kunde angelegt</translation>
    </message>
    <message>
      <source>Account taken back from the archive</source>
      <translation>Kunde aus dem Archiv zurückgeholt</translation>
    </message>
    <message>
      <source>Account {name}</source>
      <translation>Kunde {name}</translation>
    </message>
    <message>
      <source>Account, invoice, line</source>
      <translation>Kunde, Rechnung, Position</translation>
    </message>
    <message>
      <source>Accounts</source>
      <translation>Kunden</translation>
    </message>
    <message>
      <source>Accounts are the customers that orders and invoices belong to. Make one, or import them.</source>
      <translation>Kunden sind die, denen Aufträge und Rechnungen gehören. Legen Sie einen an, oder importieren Sie sie.</translation>
    </message>
    <message>
      <source>Accounts left out</source>
      <translation>Ausgelassene Kunden</translation>
    </message>
    <message>
      <source>Accounts that runs left out</source>
      <translation>Von Läufen ausgelassene Kunden</translation>
    </message>
    <message>
      <source>Accounts, numbers, amounts, products…   &gt; commands   @ accounts</source>
      <translation>Kunden, Nummern, Beträge, Produkte…   &gt; Befehle   @ Kunden</translation>
    </message>
    <message>
      <source>Accounts, products and orders from CSV files that you have.</source>
      <translation>Kunden, Produkte und Aufträge aus CSV-Dateien, die Sie haben.</translation>
    </message>
    <message>
      <source>Accounts, products and orders from a folder of CSV files</source>
      <translation>Kunden, Produkte und Aufträge aus einem Ordner mit CSV-Dateien</translation>
    </message>
    <message>
      <source>Activate</source>
      <translation>Aktivieren</translation>
    </message>
    <message>
      <source>Activate orders</source>
      <translation>Aufträge aktivieren</translation>
    </message>
    <message>
      <source>Activate the order</source>
      <translation>Auftrag aktivieren</translation>
    </message>
    <message>
      <source>Activated</source>
      <translation>Aktiviert</translation>
    </message>
    <message>
      <source>Activated order {title}</source>
      <translation>Auftrag {title} aktiviert</translation>
    </message>
    <message>
      <source>Activation of order {title} taken back</source>
      <translation>Aktivierung des Auftrags {title} zurückgenommen</translation>
    </message>
    <message>
      <source>Active</source>
      <translation>Aktiv</translation>
    </message>
    <message>
      <source>Add a filter</source>
      <translation>Filter hinzufügen</translation>
    </message>
    <message>
      <source>Add a line</source>
      <translation>Position hinzufügen</translation>
    </message>
    <message>
      <source>Add a rate</source>
      <translation>Satz hinzufügen</translation>
    </message>
    <message>
      <source>Add an account</source>
      <translation>Kunden hinzufügen</translation>
    </message>
    <message>
      <source>Add line</source>
      <translation>Position hinzufügen</translation>
    </message>
    <message>
      <source>Add up by</source>
      <translation>Summieren nach</translation>
    </message>
    <message>
      <source>Added schedule {name}</source>
      <translation>Abrechnungsplan {name} hinzugefügt</translation>
    </message>
    <message>
      <source>Address and contact</source>
      <translation>Adresse und Kontakt</translation>
    </message>
    <message>
      <source>Address of {name}</source>
      <translation>Adresse von {name}</translation>
    </message>
    <message>
      <source>Ageing</source>
      <translation>Fälligkeitsstruktur</translation>
    </message>
    <message>
      <source>All</source>
      <translation>Alle</translation>
    </message>
    <message>
      <source>All accounts; or type one</source>
      <translation>Alle Kunden; oder einen eingeben</translation>
    </message>
    <message>
      <source>All amounts are zero.</source>
      <translation>Alle Beträge sind null.</translation>
    </message>
    <message>
      <source>All currencies</source>
      <translation>Alle Währungen</translation>
    </message>
    <message>
      <source>All currencies; or type one</source>
      <translation>Alle Währungen; oder eine eingeben</translation>
    </message>
    <message>
      <source>All files</source>
      <translation>Alle Dateien</translation>
    </message>
    <message>
      <source>All in one</source>
      <translation>Alle in einem</translation>
    </message>
    <message>
      <source>All is well.</source>
      <translation>Alles ist in Ordnung.</translation>
    </message>
    <message>
      <source>All of the window speaks it after the next start</source>
      <translation>Nach dem nächsten Start spricht das ganze Fenster sie</translation>
    </message>
    <message>
      <source>All of this is in the company already; there is nothing to bring in.</source>
      <translation>All das steht schon in der Firma; es gibt nichts zu übernehmen.</translation>
    </message>
    <message>
      <source>All orders</source>
      <translation>Alle Aufträge</translation>
    </message>
    <message>
      <source>All orders; or type one</source>
      <translation>Alle Aufträge; oder einen eingeben</translation>
    </message>
    <message>
      <source>All products; or type one</source>
      <translation>Alle Produkte; oder eines eingeben</translation>
    </message>
    <message>
      <source>All schedules are paused or have ended.</source>
      <translation>Alle Abrechnungspläne pausieren oder sind beendet.</translation>
    </message>
    <message>
      <source>All that is due</source>
      <translation>Alles Fällige</translation>
    </message>
    <message>
      <source>All {n} orders</source>
      <translation>Alle {n} Aufträge</translation>
    </message>
    <message>
      <source>Amount</source>
      <translation>Betrag</translation>
    </message>
    <message>
      <source>An order every {n} days on average</source>
      <translation>Ein Auftrag alle {n} Tage im Mittel</translation>
    </message>
    <message>
      <source>And {n} more.</source>
      <translation>Und {n} weitere.</translation>
    </message>
    <message>
      <source>Another address</source>
      <translation>Andere Adresse</translation>
    </message>
    <message>
      <source>Answers go to</source>
      <translation>Antworten an</translation>
    </message>
    <message>
      <source>Appearance</source>
      <translation>Aussehen</translation>
    </message>
    <message>
      <source>Apply the filter</source>
      <translation>Filter anwenden</translation>
    </message>
    <message>
      <source>Approve</source>
      <translation>Freigeben</translation>
    </message>
    <message>
      <source>Approve all {n}</source>
      <translation>Alle {n} freigeben</translation>
    </message>
    <message>
      <source>Approve the plan (Ctrl+Enter)</source>
      <translation>Plan freigeben (Strg+Enter)</translation>
    </message>
    <message>
      <source>Approve the run</source>
      <translation>Lauf freigeben</translation>
    </message>
    <message>
      <source>Approve: make 1 draft</source>
      <translation>Freigeben: 1 Entwurf anlegen</translation>
    </message>
    <message>
      <source>Approve: make {n} drafts</source>
      <translation>Freigeben: {n} Entwürfe anlegen</translation>
    </message>
    <message>
      <source>Approve: post and e-mail {n}</source>
      <translation>Freigeben: {n} buchen und per E-Mail senden</translation>
    </message>
    <message>
      <source>Approve: post {n}</source>
      <translation>Freigeben: {n} buchen</translation>
    </message>
    <message>
      <source>Approve: {n} invoices</source>
      <translation>Freigeben: {n} Rechnungen</translation>
    </message>
    <message>
      <source>Archive</source>
      <translation>Archivieren</translation>
    </message>
    <message>
      <source>Archived</source>
      <translation>Archiviert</translation>
    </message>
    <message>
      <source>Archived documents are as they were delivered</source>
      <translation>Archivierte Belege sind, wie sie versandt wurden</translation>
    </message>
    <message>
      <source>Archived {name}</source>
      <translation>{name} archiviert</translation>
    </message>
    <message>
      <source>As of</source>
      <translation>Stand</translation>
    </message>
    <message>
      <source>As of this day</source>
      <translation>Stand dieses Tages</translation>
    </message>
    <message>
      <source>As of {day}</source>
      <translation>Stand {day}</translation>
    </message>
    <message>
      <source>As the schedule says</source>
      <translation>Wie der Abrechnungsplan sagt</translation>
    </message>
    <message>
      <source>As wide as there is room</source>
      <translation>So breit wie Platz ist</translation>
    </message>
    <message>
      <source>As your invoices show it</source>
      <translation>So steht sie auf Ihren Rechnungen</translation>
    </message>
    <message>
      <source>Ask a person</source>
      <translation>Einen Menschen fragen</translation>
    </message>
    <message>
      <source>Ask the recipient, or look into the sent mail of the account. The message carries this mark:</source>
      <translation>Fragen Sie den Empfänger, oder sehen Sie in den gesendeten E-Mails des Kontos nach. Die Nachricht trägt dieses Kennzeichen:</translation>
    </message>
    <message>
      <source>At</source>
      <translation>Um</translation>
    </message>
    <message>
      <source>At the end of each invoice, such as a reservation of title</source>
      <translation>Am Ende jeder Rechnung, etwa ein Eigentumsvorbehalt</translation>
    </message>
    <message>
      <source>Attached: {file}</source>
      <translation>Anhang: {file}</translation>
    </message>
    <message>
      <source>BIC</source>
      <translation>BIC</translation>
    </message>
    <message>
      <source>Back</source>
      <translation>Zurück</translation>
    </message>
    <message>
      <source>Back up the company</source>
      <translation>Firma sichern</translation>
    </message>
    <message>
      <source>Back up…</source>
      <translation>Sichern…</translation>
    </message>
    <message>
      <source>Back, or close</source>
      <translation>Zurück oder schließen</translation>
    </message>
    <message>
      <source>Backed up to {name}</source>
      <translation>Gesichert in {name}</translation>
    </message>
    <message>
      <source>Backing up</source>
      <translation>Sicherung läuft</translation>
    </message>
    <message>
      <source>Balance</source>
      <translation>Offen</translation>
    </message>
    <message>
      <source>Bank</source>
      <translation>Bank</translation>
    </message>
    <message>
      <source>Bank account</source>
      <translation>Bankkonto</translation>
    </message>
    <message>
      <source>Bank and terms</source>
      <translation>Bank und Bedingungen</translation>
    </message>
    <message>
      <source>Before it: {edit}</source>
      <translation>Davor: {edit}</translation>
    </message>
    <message>
      <source>Begin another order</source>
      <translation>Weiteren Auftrag beginnen</translation>
    </message>
    <message>
      <source>Begun</source>
      <translation>Begonnen</translation>
    </message>
    <message>
      <source>Belongs to</source>
      <translation>Gehört zu</translation>
    </message>
    <message>
      <source>Bill</source>
      <translation>Rechnung</translation>
    </message>
    <message>
      <source>Bill day</source>
      <translation>Abrechnungstag</translation>
    </message>
    <message>
      <source>Bill its lines again</source>
      <translation>Positionen erneut berechnen</translation>
    </message>
    <message>
      <source>Bill on</source>
      <translation>Berechnen am</translation>
    </message>
    <message>
      <source>Bill what is due</source>
      <translation>Fälliges berechnen</translation>
    </message>
    <message>
      <source>Bill {schedule} of {date} now</source>
      <translation>{schedule} vom {date} berechnen</translation>
    </message>
    <message>
      <source>BillDesk companies</source>
      <translation>BillDesk-Firmen</translation>
    </message>
    <message>
      <source>BillDesk ended before these changes were saved. They are kept until you save or discard them.</source>
      <translation>BillDesk endete, bevor diese Änderungen gespeichert waren. Sie bleiben erhalten, bis Sie sie speichern oder verwerfen.</translation>
    </message>
    <message>
      <source>BillDesk ended before this order was saved. Here it is as it was left.</source>
      <translation>BillDesk endete, bevor dieser Auftrag gespeichert war. Hier steht er, wie er verlassen wurde.</translation>
    </message>
    <message>
      <source>BillDesk ended without a word last time; nothing that was saved is lost. The report is in {path}</source>
      <translation>BillDesk endete letztes Mal ohne ein Wort; nichts Gespeichertes ist verloren. Der Bericht liegt in {path}</translation>
    </message>
    <message>
      <source>Billed</source>
      <translation>Berechnet</translation>
    </message>
    <message>
      <source>Billed by month</source>
      <translation>Berechnet nach Monat</translation>
    </message>
    <message>
      <source>Billed once, on {date}.</source>
      <translation>Einmalig berechnet, am {date}.</translation>
    </message>
    <message>
      <source>Billed once.</source>
      <translation>Einmalig berechnet.</translation>
    </message>
    <message>
      <source>Billed until</source>
      <translation>Berechnet bis</translation>
    </message>
    <message>
      <source>Billing</source>
      <translation>Abrechnung</translation>
    </message>
    <message>
      <source>Billing {date}</source>
      <translation>Berechnen {date}</translation>
    </message>
    <message>
      <source>Business number (ABN)</source>
      <translation>Unternehmensnummer (ABN)</translation>
    </message>
    <message>
      <source>By</source>
      <translation>Nach</translation>
    </message>
    <message>
      <source>By PO</source>
      <translation>Je Bestellung</translation>
    </message>
    <message>
      <source>By account</source>
      <translation>Je Kunde</translation>
    </message>
    <message>
      <source>By hand</source>
      <translation>Von Hand</translation>
    </message>
    <message>
      <source>By order</source>
      <translation>Je Auftrag</translation>
    </message>
    <message>
      <source>By usage</source>
      <translation>Nach Verbrauch</translation>
    </message>
    <message>
      <source>CSV</source>
      <translation>CSV</translation>
    </message>
    <message>
      <source>Calendar</source>
      <translation>Kalender</translation>
    </message>
    <message>
      <source>Calendar of the next dates</source>
      <translation>Kalender der nächsten Termine</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Cancelled</source>
      <translation>Storniert</translation>
    </message>
    <message>
      <source>Catalogue</source>
      <translation>Katalog</translation>
    </message>
    <message>
      <source>Category</source>
      <translation>Kategorie</translation>
    </message>
    <message>
      <source>Certificate file</source>
      <translation>Zertifikatsdatei</translation>
    </message>
    <message>
      <source>Change how line {n} is billed</source>
      <translation>Abrechnung der Position {n} ändern</translation>
    </message>
    <message>
      <source>Change the order's head</source>
      <translation>Auftragskopf ändern</translation>
    </message>
    <message>
      <source>Change this filter</source>
      <translation>Diesen Filter ändern</translation>
    </message>
    <message>
      <source>Change {what}</source>
      <translation>{what} ändern</translation>
    </message>
    <message>
      <source>Changed</source>
      <translation>Geändert</translation>
    </message>
    <message>
      <source>Changed prices for {account}</source>
      <translation>Preise für {account} geändert</translation>
    </message>
    <message>
      <source>Changed schedule {name}</source>
      <translation>Abrechnungsplan {name} geändert</translation>
    </message>
    <message>
      <source>Changed the address of {name}</source>
      <translation>Adresse von {name} geändert</translation>
    </message>
    <message>
      <source>Changed the logo</source>
      <translation>Logo geändert</translation>
    </message>
    <message>
      <source>Changed the mail account</source>
      <translation>E-Mail-Konto geändert</translation>
    </message>
    <message>
      <source>Changed the settings: {section}</source>
      <translation>Einstellungen geändert: {section}</translation>
    </message>
    <message>
      <source>Changed the tax rates</source>
      <translation>Steuersätze geändert</translation>
    </message>
    <message>
      <source>Changed what messages say</source>
      <translation>Nachrichtentexte geändert</translation>
    </message>
    <message>
      <source>Changing the logo</source>
      <translation>Logo wird geändert</translation>
    </message>
    <message>
      <source>Charge</source>
      <translation>Berechnet</translation>
    </message>
    <message>
      <source>Checking the import</source>
      <translation>Import wird geprüft</translation>
    </message>
    <message>
      <source>Choice</source>
      <translation>Auswahl</translation>
    </message>
    <message>
      <source>Choose a country of the list</source>
      <translation>Wählen Sie ein Land aus der Liste</translation>
    </message>
    <message>
      <source>Choose a picture…</source>
      <translation>Bild wählen…</translation>
    </message>
    <message>
      <source>Choose account {name}</source>
      <translation>Kunden {name} wählen</translation>
    </message>
    <message>
      <source>Choose another file</source>
      <translation>Andere Datei wählen</translation>
    </message>
    <message>
      <source>Choose product {code}</source>
      <translation>Produkt {code} wählen</translation>
    </message>
    <message>
      <source>Choose the file again</source>
      <translation>Datei erneut wählen</translation>
    </message>
    <message>
      <source>Choose the logo</source>
      <translation>Logo wählen</translation>
    </message>
    <message>
      <source>Choose where the file is to be</source>
      <translation>Wählen, wo die Datei liegen soll</translation>
    </message>
    <message>
      <source>Choose…</source>
      <translation>Wählen…</translation>
    </message>
    <message>
      <source>City</source>
      <translation>Ort</translation>
    </message>
    <message>
      <source>Clear filters</source>
      <translation>Filter entfernen</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Schließen</translation>
    </message>
    <message>
      <source>Close the preview</source>
      <translation>Vorschau schließen</translation>
    </message>
    <message>
      <source>Close the preview (Space)</source>
      <translation>Vorschau schließen (Leertaste)</translation>
    </message>
    <message>
      <source>Close the window</source>
      <translation>Fenster schließen</translation>
    </message>
    <message>
      <source>Close this message</source>
      <translation>Diese Meldung schließen</translation>
    </message>
    <message>
      <source>Closing line</source>
      <translation>Schlusszeile</translation>
    </message>
    <message>
      <source>Closing the moved file</source>
      <translation>Verschobene Datei wird geschlossen</translation>
    </message>
    <message>
      <source>Code</source>
      <translation>Code</translation>
    </message>
    <message>
      <source>Collected by a run by hand</source>
      <translation>Gesammelt von einem Lauf von Hand</translation>
    </message>
    <message>
      <source>Collected by a run of {schedule}</source>
      <translation>Gesammelt von einem Lauf von {schedule}</translation>
    </message>
    <message>
      <source>Collected by the schedule {name}.</source>
      <translation>Im Abrechnungsplan {name}.</translation>
    </message>
    <message>
      <source>Colours</source>
      <translation>Farben</translation>
    </message>
    <message>
      <source>Columns</source>
      <translation>Spalten</translation>
    </message>
    <message>
      <source>Columns of the list</source>
      <translation>Spalten der Liste</translation>
    </message>
    <message>
      <source>Columns to filter by</source>
      <translation>Spalten zum Filtern</translation>
    </message>
    <message>
      <source>Columns, export and views</source>
      <translation>Spalten, Export und Ansichten</translation>
    </message>
    <message>
      <source>Columns…</source>
      <translation>Spalten…</translation>
    </message>
    <message>
      <source>Command</source>
      <translation>Befehl</translation>
    </message>
    <message>
      <source>Companies opened before</source>
      <translation>Zuletzt geöffnete Firmen</translation>
    </message>
    <message>
      <source>Companies that you open are listed here.</source>
      <translation>Firmen, die Sie öffnen, stehen hier.</translation>
    </message>
    <message>
      <source>Company</source>
      <translation>Firma</translation>
    </message>
    <message>
      <source>Company name</source>
      <translation>Firmenname</translation>
    </message>
    <message>
      <source>Completed</source>
      <translation>Erledigt</translation>
    </message>
    <message>
      <source>Continue</source>
      <translation>Fortsetzen</translation>
    </message>
    <message>
      <source>Copied</source>
      <translation>Kopiert</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>Kopieren</translation>
    </message>
    <message>
      <source>Copy the report</source>
      <translation>Bericht kopieren</translation>
    </message>
    <message>
      <source>Copy the selected rows</source>
      <translation>Gewählte Zeilen kopieren</translation>
    </message>
    <message>
      <source>Corrects</source>
      <translation>Berichtigt</translation>
    </message>
    <message>
      <source>Corrects {number}</source>
      <translation>Berichtigt {number}</translation>
    </message>
    <message>
      <source>Country</source>
      <translation>Land</translation>
    </message>
    <message>
      <source>County</source>
      <translation>Grafschaft</translation>
    </message>
    <message>
      <source>Crash reports</source>
      <translation>Absturzberichte</translation>
    </message>
    <message>
      <source>Create</source>
      <translation>Anlegen</translation>
    </message>
    <message>
      <source>Create a schedule</source>
      <translation>Abrechnungsplan anlegen</translation>
    </message>
    <message>
      <source>Create the company (Ctrl+Enter)</source>
      <translation>Firma anlegen (Strg+Enter)</translation>
    </message>
    <message>
      <source>Credit</source>
      <translation>Gutschreiben</translation>
    </message>
    <message>
      <source>Credit it in full</source>
      <translation>Ganz gutschreiben</translation>
    </message>
    <message>
      <source>Credit note</source>
      <translation>Gutschrift</translation>
    </message>
    <message>
      <source>Credit note {number} is posted</source>
      <translation>Gutschrift {number} ist gebucht</translation>
    </message>
    <message>
      <source>Credit note {title} for {detail}</source>
      <translation>Gutschrift {title} zu {detail}</translation>
    </message>
    <message>
      <source>Credit note: subject</source>
      <translation>Gutschrift: Betreff</translation>
    </message>
    <message>
      <source>Credit notes</source>
      <translation>Gutschriften</translation>
    </message>
    <message>
      <source>Credit notes stay within their invoices</source>
      <translation>Gutschriften bleiben im Rahmen ihrer Rechnungen</translation>
    </message>
    <message>
      <source>Credit {number}</source>
      <translation>{number} gutschreiben</translation>
    </message>
    <message>
      <source>Credited</source>
      <translation>Gutgeschrieben</translation>
    </message>
    <message>
      <source>Credited by</source>
      <translation>Gutgeschrieben mit</translation>
    </message>
    <message>
      <source>Credited by {number}</source>
      <translation>Gutgeschrieben mit {number}</translation>
    </message>
    <message>
      <source>Credited in 30 days</source>
      <translation>Gutgeschrieben in 30 Tagen</translation>
    </message>
    <message>
      <source>Credited in full by {number}. Both stay in the books as they are.</source>
      <translation>Ganz gutgeschrieben mit {number}. Beide bleiben in den Büchern, wie sie sind.</translation>
    </message>
    <message>
      <source>Credits</source>
      <translation>Gutschrift zu</translation>
    </message>
    <message>
      <source>Currencies</source>
      <translation>Währungen</translation>
    </message>
    <message>
      <source>Currency</source>
      <translation>Währung</translation>
    </message>
    <message>
      <source>Currency of ageing and plot</source>
      <translation>Währung von Fälligkeitsstruktur und Diagramm</translation>
    </message>
    <message>
      <source>Date</source>
      <translation>Datum</translation>
    </message>
    <message>
      <source>Day of the month</source>
      <translation>Tag des Monats</translation>
    </message>
    <message>
      <source>Days</source>
      <translation>Tage</translation>
    </message>
    <message>
      <source>Days ahead</source>
      <translation>Tage danach</translation>
    </message>
    <message>
      <source>Days behind</source>
      <translation>Tage davor</translation>
    </message>
    <message>
      <source>Declined</source>
      <translation>Abgelehnt</translation>
    </message>
    <message>
      <source>Delete</source>
      <translation>Löschen</translation>
    </message>
    <message>
      <source>Delete drafts</source>
      <translation>Entwürfe löschen</translation>
    </message>
    <message>
      <source>Delete line</source>
      <translation>Position löschen</translation>
    </message>
    <message>
      <source>Delete line {n}</source>
      <translation>Position {n} löschen</translation>
    </message>
    <message>
      <source>Delete order</source>
      <translation>Auftrag löschen</translation>
    </message>
    <message>
      <source>Delete orders</source>
      <translation>Aufträge löschen</translation>
    </message>
    <message>
      <source>Delete the order</source>
      <translation>Auftrag löschen</translation>
    </message>
    <message>
      <source>Delete the schedule</source>
      <translation>Abrechnungsplan löschen</translation>
    </message>
    <message>
      <source>Delete the view {name}</source>
      <translation>Ansicht {name} löschen</translation>
    </message>
    <message>
      <source>Delete {n} lines</source>
      <translation>{n} Positionen löschen</translation>
    </message>
    <message>
      <source>Deleted schedule {name}</source>
      <translation>Abrechnungsplan {name} gelöscht</translation>
    </message>
    <message>
      <source>Deleted the view {name}</source>
      <translation>Ansicht {name} gelöscht</translation>
    </message>
    <message>
      <source>Deleting a view</source>
      <translation>Ansicht wird gelöscht</translation>
    </message>
    <message>
      <source>Delivered to</source>
      <translation>Lieferung an</translation>
    </message>
    <message>
      <source>Delivered {title} as PDF</source>
      <translation>{title} als PDF versandt</translation>
    </message>
    <message>
      <source>Delivered: the PDF is archived</source>
      <translation>Versandt: das PDF ist archiviert</translation>
    </message>
    <message>
      <source>Department</source>
      <translation>Departement</translation>
    </message>
    <message>
      <source>Description</source>
      <translation>Bezeichnung</translation>
    </message>
    <message>
      <source>Details</source>
      <translation>Einzelheiten</translation>
    </message>
    <message>
      <source>Discard</source>
      <translation>Verwerfen</translation>
    </message>
    <message>
      <source>Discount</source>
      <translation>Rabatt</translation>
    </message>
    <message>
      <source>Do what the plan says</source>
      <translation>Tun, was der Plan sagt</translation>
    </message>
    <message>
      <source>Documents</source>
      <translation>Belege</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>Fertig</translation>
    </message>
    <message>
      <source>Done again: {edit}</source>
      <translation>Wiederholt: {edit}</translation>
    </message>
    <message>
      <source>Draft</source>
      <translation>Entwurf</translation>
    </message>
    <message>
      <source>Draft for {account}</source>
      <translation>Entwurf für {account}</translation>
    </message>
    <message>
      <source>Draft order</source>
      <translation>Auftragsentwurf</translation>
    </message>
    <message>
      <source>Draft, not billed yet</source>
      <translation>Entwurf, noch nicht berechnet</translation>
    </message>
    <message>
      <source>Drafts</source>
      <translation>Entwürfe</translation>
    </message>
    <message>
      <source>Drafts are what is due</source>
      <translation>Entwürfe sind, was fällig ist</translation>
    </message>
    <message>
      <source>Drafts only</source>
      <translation>Nur Entwürfe</translation>
    </message>
    <message>
      <source>Drafts whose day has passed</source>
      <translation>Entwürfe, deren Tag vorbei ist</translation>
    </message>
    <message>
      <source>Due</source>
      <translation>Fällig</translation>
    </message>
    <message>
      <source>Due now</source>
      <translation>Jetzt fällig</translation>
    </message>
    <message>
      <source>Due on</source>
      <translation>Fällig am</translation>
    </message>
    <message>
      <source>Due up to</source>
      <translation>Fällig bis</translation>
    </message>
    <message>
      <source>Due within 7 days</source>
      <translation>Fällig in 7 Tagen</translation>
    </message>
    <message>
      <source>Dues</source>
      <translation>Fälligkeiten</translation>
    </message>
    <message>
      <source>E-mail</source>
      <translation>E-Mail</translation>
    </message>
    <message>
      <source>E-mail all</source>
      <translation>Alle per E-Mail senden</translation>
    </message>
    <message>
      <source>E-mail it with its PDF</source>
      <translation>Mit dem PDF per E-Mail senden</translation>
    </message>
    <message>
      <source>E-mail queued for {recipient}</source>
      <translation>E-Mail an {recipient} eingereiht</translation>
    </message>
    <message>
      <source>E-mail the document</source>
      <translation>Beleg per E-Mail senden</translation>
    </message>
    <message>
      <source>E-mail the invoices of the run</source>
      <translation>Die Rechnungen des Laufs per E-Mail senden</translation>
    </message>
    <message>
      <source>E-mail the latest invoice</source>
      <translation>Neueste Rechnung per E-Mail senden</translation>
    </message>
    <message>
      <source>E-mail to {recipient} failed</source>
      <translation>E-Mail an {recipient} fehlgeschlagen</translation>
    </message>
    <message>
      <source>E-mail to {recipient} is tried again</source>
      <translation>E-Mail an {recipient} wird erneut versucht</translation>
    </message>
    <message>
      <source>E-mail to {recipient} withdrawn</source>
      <translation>E-Mail an {recipient} zurückgezogen</translation>
    </message>
    <message>
      <source>E-mail with {title} is on its way to {detail}</source>
      <translation>E-Mail mit {title} ist unterwegs an {detail}</translation>
    </message>
    <message>
      <source>E-mail with {title} is queued for {detail}</source>
      <translation>E-Mail mit {title} ist eingereiht für {detail}</translation>
    </message>
    <message>
      <source>E-mail with {title} to {detail} failed</source>
      <translation>E-Mail mit {title} an {detail} fehlgeschlagen</translation>
    </message>
    <message>
      <source>E-mail with {title} to {detail} is tried again</source>
      <translation>E-Mail mit {title} an {detail} wird erneut versucht</translation>
    </message>
    <message>
      <source>E-mail with {title} to {detail} was settled as sent</source>
      <translation>E-Mail mit {title} an {detail} als gesendet geklärt</translation>
    </message>
    <message>
      <source>E-mail with {title} to {detail} was settled to go again</source>
      <translation>E-Mail mit {title} an {detail} geklärt, geht erneut hinaus</translation>
    </message>
    <message>
      <source>E-mail with {title} to {detail} was withdrawn</source>
      <translation>E-Mail mit {title} an {detail} wurde zurückgezogen</translation>
    </message>
    <message>
      <source>E-mail {number}</source>
      <translation>{number} per E-Mail senden</translation>
    </message>
    <message>
      <source>E-mail: {state}</source>
      <translation>E-Mail: {state}</translation>
    </message>
    <message>
      <source>E-mailed to {recipient}</source>
      <translation>E-Mail an {recipient} gesendet</translation>
    </message>
    <message>
      <source>E-mailed {title} to {detail}</source>
      <translation>{title} an {detail} per E-Mail gesendet</translation>
    </message>
    <message>
      <source>E-mails that failed</source>
      <translation>Fehlgeschlagene E-Mails</translation>
    </message>
    <message>
      <source>E-mails that may have been sent</source>
      <translation>E-Mails, die vielleicht gesendet sind</translation>
    </message>
    <message>
      <source>Each in its turn</source>
      <translation>Nacheinander</translation>
    </message>
    <message>
      <source>Each in its turn, oldest first</source>
      <translation>Nacheinander, älteste zuerst</translation>
    </message>
    <message>
      <source>Each invoice equals its lines, taxes and totals</source>
      <translation>Jede Rechnung gleicht ihren Positionen, Steuern und Summen</translation>
    </message>
    <message>
      <source>Each invoice run with what it posted</source>
      <translation>Jeder Rechnungslauf mit dem, was er gebucht hat</translation>
    </message>
    <message>
      <source>Each run of a schedule stands here, with the invoices it made and the accounts it left out.</source>
      <translation>Jeder Lauf eines Abrechnungsplans steht hier, mit den Rechnungen daraus und den ausgelassenen Kunden.</translation>
    </message>
    <message>
      <source>Edit</source>
      <translation>Bearbeiten</translation>
    </message>
    <message>
      <source>Edit the account</source>
      <translation>Kunden bearbeiten</translation>
    </message>
    <message>
      <source>Edit the product</source>
      <translation>Produkt bearbeiten</translation>
    </message>
    <message>
      <source>Edit {name}</source>
      <translation>{name} bearbeiten</translation>
    </message>
    <message>
      <source>Edited account {name}</source>
      <translation>Kunde {name} bearbeitet</translation>
    </message>
    <message>
      <source>Edited product {name}</source>
      <translation>Produkt {name} bearbeitet</translation>
    </message>
    <message>
      <source>Eircode</source>
      <translation>Eircode</translation>
    </message>
    <message>
      <source>Emirate</source>
      <translation>Emirat</translation>
    </message>
    <message>
      <source>Empty for a server that asks for no password</source>
      <translation>Leer für einen Server, der kein Kennwort verlangt</translation>
    </message>
    <message>
      <source>Empty is the usual one, {port}</source>
      <translation>Leer ist der übliche, {port}</translation>
    </message>
    <message>
      <source>Empty: it goes on</source>
      <translation>Leer: er läuft weiter</translation>
    </message>
    <message>
      <source>End</source>
      <translation>Ende</translation>
    </message>
    <message>
      <source>Ended</source>
      <translation>Beendet</translation>
    </message>
    <message>
      <source>Enter opens   Ctrl+Enter in a new window   Esc closes</source>
      <translation>Enter öffnet   Strg+Enter in neuem Fenster   Esc schließt</translation>
    </message>
    <message>
      <source>Error</source>
      <translation>Fehler</translation>
    </message>
    <message>
      <source>Every</source>
      <translation>Takt</translation>
    </message>
    <message>
      <source>Every day</source>
      <translation>Jeden Tag</translation>
    </message>
    <message>
      <source>Every half-year</source>
      <translation>Jedes Halbjahr</translation>
    </message>
    <message>
      <source>Every how many</source>
      <translation>Alle wie viele</translation>
    </message>
    <message>
      <source>Every month</source>
      <translation>Jeden Monat</translation>
    </message>
    <message>
      <source>Every quarter</source>
      <translation>Jedes Quartal</translation>
    </message>
    <message>
      <source>Every week</source>
      <translation>Jede Woche</translation>
    </message>
    <message>
      <source>Every year</source>
      <translation>Jedes Jahr</translation>
    </message>
    <message>
      <source>Every {n} days</source>
      <translation>Alle {n} Tage</translation>
    </message>
    <message>
      <source>Every {n} half-years</source>
      <translation>Alle {n} Halbjahre</translation>
    </message>
    <message>
      <source>Every {n} months</source>
      <translation>Alle {n} Monate</translation>
    </message>
    <message>
      <source>Every {n} quarters</source>
      <translation>Alle {n} Quartale</translation>
    </message>
    <message>
      <source>Every {n} weeks</source>
      <translation>Alle {n} Wochen</translation>
    </message>
    <message>
      <source>Every {n} years</source>
      <translation>Alle {n} Jahre</translation>
    </message>
    <message>
      <source>Everything of this order is billed.</source>
      <translation>Alles aus diesem Auftrag ist berechnet.</translation>
    </message>
    <message>
      <source>Everything, by hand</source>
      <translation>Alles, von Hand</translation>
    </message>
    <message>
      <source>Everywhere</source>
      <translation>Überall</translation>
    </message>
    <message>
      <source>Exempt</source>
      <translation>Steuerfrei</translation>
    </message>
    <message>
      <source>Exempt from tax</source>
      <translation>Steuerfrei</translation>
    </message>
    <message>
      <source>Expired</source>
      <translation>Abgelaufen</translation>
    </message>
    <message>
      <source>Export</source>
      <translation>Ausfuhr</translation>
    </message>
    <message>
      <source>Export as CSV…</source>
      <translation>Als CSV exportieren…</translation>
    </message>
    <message>
      <source>Export as XLSX…</source>
      <translation>Als XLSX exportieren…</translation>
    </message>
    <message>
      <source>Export outside the EU</source>
      <translation>Ausfuhr in Drittländer</translation>
    </message>
    <message>
      <source>Export the list</source>
      <translation>Liste exportieren</translation>
    </message>
    <message>
      <source>Export the {n} selected as CSV…</source>
      <translation>Die {n} gewählten als CSV exportieren…</translation>
    </message>
    <message>
      <source>Export the {n} selected as XLSX…</source>
      <translation>Die {n} gewählten als XLSX exportieren…</translation>
    </message>
    <message>
      <source>Exporting</source>
      <translation>Export läuft</translation>
    </message>
    <message>
      <source>Exporting {name}</source>
      <translation>{name} wird exportiert</translation>
    </message>
    <message>
      <source>Failed</source>
      <translation>Fehlgeschlagen</translation>
    </message>
    <message>
      <source>File</source>
      <translation>Datei</translation>
    </message>
    <message>
      <source>Filter</source>
      <translation>Filter</translation>
    </message>
    <message>
      <source>Filter by {what}</source>
      <translation>Nach {what} filtern</translation>
    </message>
    <message>
      <source>Filter the list</source>
      <translation>Liste filtern</translation>
    </message>
    <message>
      <source>Filter: {words}</source>
      <translation>Filter: {words}</translation>
    </message>
    <message>
      <source>Filters, search and order, for everybody who works on this company.</source>
      <translation>Filter, Suche und Reihenfolge, für alle, die mit dieser Firma arbeiten.</translation>
    </message>
    <message>
      <source>Find a key</source>
      <translation>Tastenkürzel suchen</translation>
    </message>
    <message>
      <source>Find a key or what it does</source>
      <translation>Tastenkürzel oder Wirkung suchen</translation>
    </message>
    <message>
      <source>Find accounts, numbers, amounts, products; &gt; for commands</source>
      <translation>Kunden, Nummern, Beträge, Produkte suchen; &gt; für Befehle</translation>
    </message>
    <message>
      <source>Find anything</source>
      <translation>Alles finden</translation>
    </message>
    <message>
      <source>Finish it</source>
      <translation>Beenden</translation>
    </message>
    <message>
      <source>First invoice date</source>
      <translation>Erstes Rechnungsdatum</translation>
    </message>
    <message>
      <source>Fiscal year starts in</source>
      <translation>Geschäftsjahr beginnt im</translation>
    </message>
    <message>
      <source>Fold</source>
      <translation>Einklappen</translation>
    </message>
    <message>
      <source>For</source>
      <translation>Für</translation>
    </message>
    <message>
      <source>For the company's own history; it stands on no paper</source>
      <translation>Für die eigenen Unterlagen; er steht auf keinem Beleg</translation>
    </message>
    <message>
      <source>For you on this computer; the company file is not touched.</source>
      <translation>Für Sie auf diesem Computer; die Firmendatei bleibt unberührt.</translation>
    </message>
    <message>
      <source>Forecast</source>
      <translation>Prognose</translation>
    </message>
    <message>
      <source>Forward</source>
      <translation>Vor</translation>
    </message>
    <message>
      <source>Friday</source>
      <translation>Freitag</translation>
    </message>
    <message>
      <source>From</source>
      <translation>Von</translation>
    </message>
    <message>
      <source>From orders to invoices, on your own computer. One file holds the company.</source>
      <translation>Vom Auftrag zur Rechnung, auf dem eigenen Computer. Eine Datei enthält die Firma.</translation>
    </message>
    <message>
      <source>GST number</source>
      <translation>GST-Nummer</translation>
    </message>
    <message>
      <source>Give a date</source>
      <translation>Geben Sie ein Datum an</translation>
    </message>
    <message>
      <source>Give a date from {first} to {last}</source>
      <translation>Geben Sie ein Datum von {first} bis {last} an</translation>
    </message>
    <message>
      <source>Give the address</source>
      <translation>Adresse angeben</translation>
    </message>
    <message>
      <source>Give the company a name</source>
      <translation>Geben Sie der Firma einen Namen</translation>
    </message>
    <message>
      <source>Give the price</source>
      <translation>Preis angeben</translation>
    </message>
    <message>
      <source>Go on with the unsaved changes</source>
      <translation>Mit den ungespeicherten Änderungen fortfahren</translation>
    </message>
    <message>
      <source>Go there</source>
      <translation>Dorthin</translation>
    </message>
    <message>
      <source>Go to {page}</source>
      <translation>Gehe zu {page}</translation>
    </message>
    <message>
      <source>Gross</source>
      <translation>Brutto</translation>
    </message>
    <message>
      <source>Held</source>
      <translation>Zurückgehalten</translation>
    </message>
    <message>
      <source>History</source>
      <translation>Historie</translation>
    </message>
    <message>
      <source>Holidays of</source>
      <translation>Feiertage von</translation>
    </message>
    <message>
      <source>Home</source>
      <translation>Start</translation>
    </message>
    <message>
      <source>Home currency</source>
      <translation>Hauswährung</translation>
    </message>
    <message>
      <source>Home shows what is unbilled, due and overdue once there are orders. Begin with one of these; the rest can wait.</source>
      <translation>Hier steht, was noch nicht berechnet, fällig und überfällig ist, sobald es Aufträge gibt. Beginnen Sie mit einem davon; der Rest kann warten.</translation>
    </message>
    <message>
      <source>How it bills</source>
      <translation>Wie er berechnet</translation>
    </message>
    <message>
      <source>How to pay</source>
      <translation>Zahlungshinweis</translation>
    </message>
    <message>
      <source>Import</source>
      <translation>Importieren</translation>
    </message>
    <message>
      <source>Import CSV…</source>
      <translation>CSV importieren…</translation>
    </message>
    <message>
      <source>Import your data</source>
      <translation>Daten importieren</translation>
    </message>
    <message>
      <source>Imported: {new} new, {changed} changed</source>
      <translation>Importiert: {new} neu, {changed} geändert</translation>
    </message>
    <message>
      <source>Importing</source>
      <translation>Import läuft</translation>
    </message>
    <message>
      <source>In advance</source>
      <translation>Im Voraus</translation>
    </message>
    <message>
      <source>In arrears</source>
      <translation>Nachträglich</translation>
    </message>
    <message>
      <source>In lists</source>
      <translation>In Listen</translation>
    </message>
    <message>
      <source>Into which folder?</source>
      <translation>In welchen Ordner?</translation>
    </message>
    <message>
      <source>Intra-EU</source>
      <translation>Innergemeinschaftlich</translation>
    </message>
    <message>
      <source>Intra-community</source>
      <translation>Innergemeinschaftlich</translation>
    </message>
    <message>
      <source>Intra-community supply</source>
      <translation>Innergemeinschaftliche Lieferung</translation>
    </message>
    <message>
      <source>Invoice</source>
      <translation>Rechnung</translation>
    </message>
    <message>
      <source>Invoice date</source>
      <translation>Rechnungsdatum</translation>
    </message>
    <message>
      <source>Invoice group</source>
      <translation>Rechnungsgruppe</translation>
    </message>
    <message>
      <source>Invoice {title}</source>
      <translation>Rechnung {title}</translation>
    </message>
    <message>
      <source>Invoice: subject</source>
      <translation>Rechnung: Betreff</translation>
    </message>
    <message>
      <source>Invoiced</source>
      <translation>Berechnet</translation>
    </message>
    <message>
      <source>Invoices</source>
      <translation>Rechnungen</translation>
    </message>
    <message>
      <source>Invoices are sent by your own mail server. Without one they can be handed to your mail program.</source>
      <translation>Rechnungen sendet Ihr eigener Mailserver. Ohne ihn gehen sie an Ihr E-Mail-Programm.</translation>
    </message>
    <message>
      <source>Invoices go here. Several addresses are separated by commas.</source>
      <translation>Hierhin gehen Rechnungen. Mehrere Adressen trennt ein Komma.</translation>
    </message>
    <message>
      <source>Invoices of the run</source>
      <translation>Rechnungen des Laufs</translation>
    </message>
    <message>
      <source>Invoices of this order</source>
      <translation>Rechnungen dieses Auftrags</translation>
    </message>
    <message>
      <source>Invoices posted from now on show this; those that are posted keep what they were posted with.</source>
      <translation>Rechnungen, die ab jetzt gebucht werden, zeigen dies; gebuchte behalten, womit sie gebucht wurden.</translation>
    </message>
    <message>
      <source>Invoices stand here as soon as an order is activated: first as drafts, then posted by a run or by hand.</source>
      <translation>Rechnungen stehen hier, sobald ein Auftrag aktiviert ist: zuerst als Entwürfe, dann von einem Lauf oder von Hand gebucht.</translation>
    </message>
    <message>
      <source>Invoices that are e-mailed stand here until they are sent, and afterwards for the record.</source>
      <translation>Rechnungen, die per E-Mail gehen, stehen hier, bis sie gesendet sind, und danach als Nachweis.</translation>
    </message>
    <message>
      <source>Issued</source>
      <translation>Ausgestellt</translation>
    </message>
    <message>
      <source>It comes from no order</source>
      <translation>Sie stammt aus keinem Auftrag</translation>
    </message>
    <message>
      <source>It comes from order {order}, line {line}.</source>
      <translation>Aus Auftrag {order}, Position {line}.</translation>
    </message>
    <message>
      <source>It counts as sent</source>
      <translation>Sie gilt als gesendet</translation>
    </message>
    <message>
      <source>It is billed once, and was due on {due}.</source>
      <translation>Einmalig berechnet, fällig am {due}.</translation>
    </message>
    <message>
      <source>It is credited already by {number}</source>
      <translation>Sie ist schon gutgeschrieben mit {number}</translation>
    </message>
    <message>
      <source>It is for {first} to {last}, billed in advance, and was due on {due}.</source>
      <translation>Für {first} bis {last}, im Voraus berechnet, fällig am {due}.</translation>
    </message>
    <message>
      <source>It is for {first} to {last}, billed in arrears, and was due on {due}.</source>
      <translation>Für {first} bis {last}, nachträglich berechnet, fällig am {due}.</translation>
    </message>
    <message>
      <source>It is off. Turned on, it runs each day at {times}.</source>
      <translation>Er ist aus. Eingeschaltet läuft er täglich um {times}.</translation>
    </message>
    <message>
      <source>It is on and runs each day at {present}, but the schedules are now at {times}.</source>
      <translation>Er ist an und läuft täglich um {present}, aber die Abrechnungspläne stehen jetzt auf {times}.</translation>
    </message>
    <message>
      <source>It is on and runs each day at {times}.</source>
      <translation>Er ist an und läuft täglich um {times}.</translation>
    </message>
    <message>
      <source>It is posted already, as {number}</source>
      <translation>Sie ist schon gebucht, als {number}</translation>
    </message>
    <message>
      <source>It is queued again</source>
      <translation>Sie ist wieder eingereiht</translation>
    </message>
    <message>
      <source>It is sent</source>
      <translation>Ist gesendet</translation>
    </message>
    <message>
      <source>It stays as it is; what comes next is a new order.</source>
      <translation>Er bleibt, wie er ist; was als Nächstes kommt, ist ein neuer Auftrag.</translation>
    </message>
    <message>
      <source>It stays once there are orders; an account may have a currency of its own.</source>
      <translation>Sie bleibt, sobald es Aufträge gibt; ein Kunde kann eine eigene Währung haben.</translation>
    </message>
    <message>
      <source>It was sent</source>
      <translation>Sie wurde gesendet</translation>
    </message>
    <message>
      <source>It was sent to this recipient already. Sending it again is up to you.</source>
      <translation>An diesen Empfänger ging sie schon. Ob sie noch einmal gesendet wird, entscheiden Sie.</translation>
    </message>
    <message>
      <source>It was uncertain whether {title} reached {detail}</source>
      <translation>Es war ungewiss, ob {title} {detail} erreicht hat</translation>
    </message>
    <message>
      <source>Keep it as a new order</source>
      <translation>Als neuen Auftrag behalten</translation>
    </message>
    <message>
      <source>Keep it in the system's keyring</source>
      <translation>Im Schlüsselbund des Systems behalten</translation>
    </message>
    <message>
      <source>Keep the date</source>
      <translation>Termin behalten</translation>
    </message>
    <message>
      <source>Keeping the password</source>
      <translation>Kennwort wird hinterlegt</translation>
    </message>
    <message>
      <source>Kept in this computer's keyring, not in the company file</source>
      <translation>Liegt im Schlüsselbund dieses Computers, nicht in der Firmendatei</translation>
    </message>
    <message>
      <source>Keys</source>
      <translation>Tastenkürzel</translation>
    </message>
    <message>
      <source>Kind</source>
      <translation>Art</translation>
    </message>
    <message>
      <source>Kind of bill day</source>
      <translation>Art des Abrechnungstags</translation>
    </message>
    <message>
      <source>Kind of the rate</source>
      <translation>Art des Satzes</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>Sprache</translation>
    </message>
    <message>
      <source>Larger</source>
      <translation>Größer</translation>
    </message>
    <message>
      <source>Last 12 months</source>
      <translation>Letzte 12 Monate</translation>
    </message>
    <message>
      <source>Last business day</source>
      <translation>Letzter Arbeitstag</translation>
    </message>
    <message>
      <source>Last day</source>
      <translation>Letzter Tag</translation>
    </message>
    <message>
      <source>Last day of the month</source>
      <translation>Letzter Tag des Monats</translation>
    </message>
    <message>
      <source>Last invoice</source>
      <translation>Letzte Rechnung</translation>
    </message>
    <message>
      <source>Last month</source>
      <translation>Letzter Monat</translation>
    </message>
    <message>
      <source>Last order</source>
      <translation>Letzter Auftrag</translation>
    </message>
    <message>
      <source>Last quarter</source>
      <translation>Letztes Quartal</translation>
    </message>
    <message>
      <source>Last run</source>
      <translation>Letzter Lauf</translation>
    </message>
    <message>
      <source>Last year</source>
      <translation>Letztes Jahr</translation>
    </message>
    <message>
      <source>Later</source>
      <translation>Später</translation>
    </message>
    <message>
      <source>Latest invoice</source>
      <translation>Neueste Rechnung</translation>
    </message>
    <message>
      <source>Leave drafts for a person to post</source>
      <translation>Entwürfe belassen, ein Mensch bucht</translation>
    </message>
    <message>
      <source>Left out</source>
      <translation>Ausgelassen</translation>
    </message>
    <message>
      <source>Left out ({n})</source>
      <translation>Ausgelassen ({n})</translation>
    </message>
    <message>
      <source>Left out by a run: {detail}</source>
      <translation>Von einem Lauf ausgelassen: {detail}</translation>
    </message>
    <message>
      <source>Left out: {accounts}</source>
      <translation>Ausgelassen: {accounts}</translation>
    </message>
    <message>
      <source>Let the good rows in</source>
      <translation>Gute Zeilen übernehmen</translation>
    </message>
    <message>
      <source>Letter (8.5 × 11 in)</source>
      <translation>Letter (8,5 × 11 Zoll)</translation>
    </message>
    <message>
      <source>Light or dark</source>
      <translation>Hell oder dunkel</translation>
    </message>
    <message>
      <source>Line</source>
      <translation>Position</translation>
    </message>
    <message>
      <source>Line {n}</source>
      <translation>Pos. {n}</translation>
    </message>
    <message>
      <source>Line {n}: {words}</source>
      <translation>Position {n}: {words}</translation>
    </message>
    <message>
      <source>Lines</source>
      <translation>Positionen</translation>
    </message>
    <message>
      <source>Lines of the order</source>
      <translation>Positionen des Auftrags</translation>
    </message>
    <message>
      <source>Lines that are added show here what they bill.</source>
      <translation>Hinzugefügte Positionen zeigen hier, was sie berechnen.</translation>
    </message>
    <message>
      <source>Lines {total} before tax</source>
      <translation>Positionen {total} ohne Steuer</translation>
    </message>
    <message>
      <source>Lines {total} with tax</source>
      <translation>Positionen {total} mit Steuer</translation>
    </message>
    <message>
      <source>Logo and paper</source>
      <translation>Logo und Papier</translation>
    </message>
    <message>
      <source>Look at the line</source>
      <translation>Position ansehen</translation>
    </message>
    <message>
      <source>Looking at the files …</source>
      <translation>Dateien werden gelesen …</translation>
    </message>
    <message>
      <source>Mail account</source>
      <translation>E-Mail-Konto</translation>
    </message>
    <message>
      <source>Mail server</source>
      <translation>Mailserver</translation>
    </message>
    <message>
      <source>Mail settings</source>
      <translation>E-Mail-Einstellungen</translation>
    </message>
    <message>
      <source>Make a product</source>
      <translation>Produkt anlegen</translation>
    </message>
    <message>
      <source>Make a schedule that bills by itself</source>
      <translation>Einen Abrechnungsplan anlegen, der von selbst berechnet</translation>
    </message>
    <message>
      <source>Make an account</source>
      <translation>Kunden anlegen</translation>
    </message>
    <message>
      <source>Make an order</source>
      <translation>Auftrag anlegen</translation>
    </message>
    <message>
      <source>Making the company</source>
      <translation>Firma wird angelegt</translation>
    </message>
    <message>
      <source>Making the sample company</source>
      <translation>Musterfirma wird angelegt</translation>
    </message>
    <message>
      <source>Mark as sent</source>
      <translation>Als gesendet vermerken</translation>
    </message>
    <message>
      <source>Marking as sent</source>
      <translation>Wird als gesendet vermerkt</translation>
    </message>
    <message>
      <source>Mend it</source>
      <translation>Beheben</translation>
    </message>
    <message>
      <source>Message-ID</source>
      <translation>Message-ID</translation>
    </message>
    <message>
      <source>Messages</source>
      <translation>Nachrichten</translation>
    </message>
    <message>
      <source>Mine again</source>
      <translation>Wieder meines</translation>
    </message>
    <message>
      <source>Missed dates</source>
      <translation>Versäumte Termine</translation>
    </message>
    <message>
      <source>Mode</source>
      <translation>Modus</translation>
    </message>
    <message>
      <source>Monday</source>
      <translation>Montag</translation>
    </message>
    <message>
      <source>Month</source>
      <translation>Monat</translation>
    </message>
    <message>
      <source>Month's end</source>
      <translation>Monatsende</translation>
    </message>
    <message>
      <source>More</source>
      <translation>Mehr</translation>
    </message>
    <message>
      <source>More actions</source>
      <translation>Weitere Aktionen</translation>
    </message>
    <message>
      <source>More follows.</source>
      <translation>Weitere folgen.</translation>
    </message>
    <message>
      <source>More for the selection</source>
      <translation>Mehr für die Auswahl</translation>
    </message>
    <message>
      <source>Move down</source>
      <translation>Nach unten</translation>
    </message>
    <message>
      <source>Move left</source>
      <translation>Nach links</translation>
    </message>
    <message>
      <source>Move line down</source>
      <translation>Position nach unten</translation>
    </message>
    <message>
      <source>Move line up</source>
      <translation>Position nach oben</translation>
    </message>
    <message>
      <source>Move line {n}</source>
      <translation>Position {n} verschieben</translation>
    </message>
    <message>
      <source>Move right</source>
      <translation>Nach rechts</translation>
    </message>
    <message>
      <source>Move the schedule</source>
      <translation>Abrechnungsplan verschieben</translation>
    </message>
    <message>
      <source>Move up</source>
      <translation>Nach oben</translation>
    </message>
    <message>
      <source>Moved schedule {name}</source>
      <translation>Abrechnungsplan {name} verschoben</translation>
    </message>
    <message>
      <source>My company</source>
      <translation>Meine Firma</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>Name</translation>
    </message>
    <message>
      <source>Name beside it</source>
      <translation>Name dazu</translation>
    </message>
    <message>
      <source>Name of the view</source>
      <translation>Name der Ansicht</translation>
    </message>
    <message>
      <source>Names and addresses are as they were written</source>
      <translation>Namen und Adressen sind, wie sie geschrieben wurden</translation>
    </message>
    <message>
      <source>Needs you</source>
      <translation>Zu erledigen</translation>
    </message>
    <message>
      <source>Net</source>
      <translation>Netto</translation>
    </message>
    <message>
      <source>Net of invoices less credit notes, by invoice date</source>
      <translation>Netto der Rechnungen abzüglich Gutschriften, nach Rechnungsdatum</translation>
    </message>
    <message>
      <source>New</source>
      <translation>Neu</translation>
    </message>
    <message>
      <source>New account</source>
      <translation>Neuer Kunde</translation>
    </message>
    <message>
      <source>New account {name}</source>
      <translation>Neuer Kunde {name}</translation>
    </message>
    <message>
      <source>New company</source>
      <translation>Neue Firma</translation>
    </message>
    <message>
      <source>New line …</source>
      <translation>Neue Position …</translation>
    </message>
    <message>
      <source>New order</source>
      <translation>Neuer Auftrag</translation>
    </message>
    <message>
      <source>New product</source>
      <translation>Neues Produkt</translation>
    </message>
    <message>
      <source>New product {name}</source>
      <translation>Neues Produkt {name}</translation>
    </message>
    <message>
      <source>New schedule</source>
      <translation>Neuer Abrechnungsplan</translation>
    </message>
    <message>
      <source>New window</source>
      <translation>Neues Fenster</translation>
    </message>
    <message>
      <source>Next</source>
      <translation>Nächste</translation>
    </message>
    <message>
      <source>Next bill</source>
      <translation>Nächste Rechnung</translation>
    </message>
    <message>
      <source>Next bill {day}</source>
      <translation>Nächste Rechnung {day}</translation>
    </message>
    <message>
      <source>Next bill {day}: {amount}</source>
      <translation>Nächste Rechnung {day}: {amount}</translation>
    </message>
    <message>
      <source>Next bills</source>
      <translation>Anstehend</translation>
    </message>
    <message>
      <source>Next bills of this line</source>
      <translation>Anstehende Rechnungen dieser Position</translation>
    </message>
    <message>
      <source>Next date</source>
      <translation>Nächster Termin</translation>
    </message>
    <message>
      <source>Next due</source>
      <translation>Nächste Fälligkeit</translation>
    </message>
    <message>
      <source>Next run</source>
      <translation>Nächster Lauf</translation>
    </message>
    <message>
      <source>Next run: {schedule} on {day}</source>
      <translation>Nächster Lauf: {schedule} am {day}</translation>
    </message>
    <message>
      <source>Next try</source>
      <translation>Nächster Versuch</translation>
    </message>
    <message>
      <source>No</source>
      <translation>Nein</translation>
    </message>
    <message>
      <source>No active recurring lines</source>
      <translation>Keine aktiven wiederkehrenden Positionen</translation>
    </message>
    <message>
      <source>No invoice is open.</source>
      <translation>Keine Rechnung ist offen.</translation>
    </message>
    <message>
      <source>No invoices yet. Orders set them up, and a run posts them.</source>
      <translation>Noch keine Rechnungen. Aufträge bereiten sie vor, ein Lauf bucht sie.</translation>
    </message>
    <message>
      <source>No logo</source>
      <translation>Kein Logo</translation>
    </message>
    <message>
      <source>No order has this product yet.</source>
      <translation>Noch kein Auftrag hat dieses Produkt.</translation>
    </message>
    <message>
      <source>No orders yet. An order says what is delivered, and when it is billed.</source>
      <translation>Noch keine Aufträge. Ein Auftrag sagt, was geliefert und wann es berechnet wird.</translation>
    </message>
    <message>
      <source>No posted document has changed since</source>
      <translation>Kein gebuchter Beleg hat sich seither geändert</translation>
    </message>
    <message>
      <source>No program opens drafts here: attach the PDF yourself, it lies in {folder}</source>
      <translation>Kein Programm öffnet hier E-Mail-Entwürfe: hängen Sie das PDF selbst an, es liegt in {folder}</translation>
    </message>
    <message>
      <source>No program opens drafts here; the draft lies in {file}</source>
      <translation>Kein Programm öffnet hier E-Mail-Entwürfe; der Entwurf liegt in {file}</translation>
    </message>
    <message>
      <source>No run has left an account out that is not billed since.</source>
      <translation>Kein Lauf hat einen Kunden ausgelassen, der nicht seither berechnet ist.</translation>
    </message>
    <message>
      <source>No schedule takes these lines: the draft waits for a person.</source>
      <translation>Kein Abrechnungsplan nimmt diese Positionen: der Entwurf wartet auf einen Menschen.</translation>
    </message>
    <message>
      <source>No schedule will run</source>
      <translation>Kein Abrechnungsplan steht an</translation>
    </message>
    <message>
      <source>No tax</source>
      <translation>Keine Steuer</translation>
    </message>
    <message>
      <source>No.</source>
      <translation>Nr.</translation>
    </message>
    <message>
      <source>None</source>
      <translation>Keine</translation>
    </message>
    <message>
      <source>None are known for this country; enter them in the settings.</source>
      <translation>Für dieses Land sind keine bekannt; tragen Sie sie in den Einstellungen ein.</translation>
    </message>
    <message>
      <source>Not before the invoice's own</source>
      <translation>Nicht vor dem der Rechnung</translation>
    </message>
    <message>
      <source>Not billed</source>
      <translation>Nicht berechnet</translation>
    </message>
    <message>
      <source>Not due</source>
      <translation>Nicht fällig</translation>
    </message>
    <message>
      <source>Not finished</source>
      <translation>Nicht beendet</translation>
    </message>
    <message>
      <source>Notes</source>
      <translation>Notizen</translation>
    </message>
    <message>
      <source>Nothing</source>
      <translation>Nichts</translation>
    </message>
    <message>
      <source>Nothing billed</source>
      <translation>Nichts berechnet</translation>
    </message>
    <message>
      <source>Nothing follows after these.</source>
      <translation>Danach folgt nichts mehr.</translation>
    </message>
    <message>
      <source>Nothing has happened yet. Orders begin it.</source>
      <translation>Noch ist nichts geschehen. Mit Aufträgen beginnt es.</translation>
    </message>
    <message>
      <source>Nothing here fits the filters.</source>
      <translation>Nichts hier passt zu den Filtern.</translation>
    </message>
    <message>
      <source>Nothing is billed twice</source>
      <translation>Nichts ist zweimal berechnet</translation>
    </message>
    <message>
      <source>Nothing is called {what}.</source>
      <translation>Nichts heißt {what}.</translation>
    </message>
    <message>
      <source>Nothing is collected for it yet.</source>
      <translation>Noch ist nichts dafür gesammelt.</translation>
    </message>
    <message>
      <source>Nothing is due up to {date}.</source>
      <translation>Nichts ist fällig bis {date}.</translation>
    </message>
    <message>
      <source>Nothing is kept yet. This is what will be brought in:</source>
      <translation>Noch ist nichts übernommen. Das wird übernommen:</translation>
    </message>
    <message>
      <source>Nothing is open, and nothing stands in drafts.</source>
      <translation>Nichts ist offen, und nichts steht in Entwürfen.</translation>
    </message>
    <message>
      <source>Nothing is to be billed.</source>
      <translation>Nichts ist zu berechnen.</translation>
    </message>
    <message>
      <source>Nothing of the kind.</source>
      <translation>Nichts dergleichen.</translation>
    </message>
    <message>
      <source>Nothing that is due is missing</source>
      <translation>Nichts Fälliges fehlt</translation>
    </message>
    <message>
      <source>Nothing waits for you.</source>
      <translation>Nichts wartet auf Sie.</translation>
    </message>
    <message>
      <source>Nothing was billed in the last 13 months.</source>
      <translation>In den letzten 13 Monaten wurde nichts berechnet.</translation>
    </message>
    <message>
      <source>Nothing was lost: what was saved is in the company file, and edits in progress are kept.</source>
      <translation>Nichts ist verloren: Gespeichertes steht in der Firmendatei, angefangene Änderungen bleiben erhalten.</translation>
    </message>
    <message>
      <source>Nothing was ordered in {month}.</source>
      <translation>Im {month} wurde nichts bestellt.</translation>
    </message>
    <message>
      <source>Nothing was ordered yet.</source>
      <translation>Noch wurde nichts bestellt.</translation>
    </message>
    <message>
      <source>Number</source>
      <translation>Nummer</translation>
    </message>
    <message>
      <source>Number {number}</source>
      <translation>Nummer {number}</translation>
    </message>
    <message>
      <source>Numbering</source>
      <translation>Nummerierung</translation>
    </message>
    <message>
      <source>Numbers have no gap and no twin</source>
      <translation>Nummern haben keine Lücke und keine Doppelung</translation>
    </message>
    <message>
      <source>Numbers have no gaps and rise with each kind of document and fiscal year. Those that were given stay.</source>
      <translation>Nummern haben keine Lücken und steigen je Belegart und Geschäftsjahr. Vergebene bleiben.</translation>
    </message>
    <message>
      <source>Numbers {first} to {last}</source>
      <translation>Nummern {first} bis {last}</translation>
    </message>
    <message>
      <source>Of accounts that have none of their own; such as net 30, eom 10, day 15 or 50% 0, 50% 30</source>
      <translation>Für Kunden ohne eigene; etwa net 30, eom 10, day 15 oder 50% 0, 50% 30</translation>
    </message>
    <message>
      <source>Of the run</source>
      <translation>Aus dem Lauf</translation>
    </message>
    <message>
      <source>Offered for new orders</source>
      <translation>Für neue Aufträge angeboten</translation>
    </message>
    <message>
      <source>Offered wherever a tax rate is chosen. Lines that have a rate keep it.</source>
      <translation>Angeboten, wo immer ein Steuersatz gewählt wird. Positionen mit einem Satz behalten ihn.</translation>
    </message>
    <message>
      <source>On</source>
      <translation>Am</translation>
    </message>
    <message>
      <source>On a weekend or holiday</source>
      <translation>Am Wochenende oder Feiertag</translation>
    </message>
    <message>
      <source>On which days what is due is collected into invoices.</source>
      <translation>An welchen Tagen Fälliges zu Rechnungen gesammelt wird.</translation>
    </message>
    <message>
      <source>On your invoices (can wait)</source>
      <translation>Auf Ihren Rechnungen (kann warten)</translation>
    </message>
    <message>
      <source>Once</source>
      <translation>Einmalig</translation>
    </message>
    <message>
      <source>One address, or several between commas</source>
      <translation>Eine Adresse oder mehrere, durch Komma getrennt</translation>
    </message>
    <message>
      <source>One file holds everything; it stays on this computer</source>
      <translation>Eine Datei enthält alles; sie bleibt auf diesem Computer</translation>
    </message>
    <message>
      <source>One file holds the company. A copy on another disk is what saves it from this one.</source>
      <translation>Eine Datei enthält die Firma. Eine Kopie auf einem anderen Datenträger schützt sie.</translation>
    </message>
    <message>
      <source>One file holds the company. Nothing leaves this computer unless you send it.</source>
      <translation>Eine Datei enthält alles. Nichts verlässt diesen Computer, außer Sie senden es.</translation>
    </message>
    <message>
      <source>One invoice for each</source>
      <translation>Eine Rechnung je</translation>
    </message>
    <message>
      <source>One run for all of them</source>
      <translation>Ein Lauf für alle</translation>
    </message>
    <message>
      <source>One-time</source>
      <translation>Einmalig</translation>
    </message>
    <message>
      <source>One-time lines are billed</source>
      <translation>Einmalige Positionen</translation>
    </message>
    <message>
      <source>Only for a server of your own that no public authority vouches for</source>
      <translation>Nur für einen eigenen Server, für den keine öffentliche Stelle bürgt</translation>
    </message>
    <message>
      <source>Only {currency}</source>
      <translation>Nur {currency}</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>Öffnen</translation>
    </message>
    <message>
      <source>Open</source>
      <comment>still to be decided</comment>
      <translation>Offen</translation>
    </message>
    <message>
      <source>Open</source>
      <comment>still to be paid</comment>
      <translation>Offen</translation>
    </message>
    <message>
      <source>Open a company</source>
      <translation>Firma öffnen</translation>
    </message>
    <message>
      <source>Open it as a draft in the mail program of this computer</source>
      <translation>Als Entwurf im E-Mail-Programm dieses Computers öffnen</translation>
    </message>
    <message>
      <source>Open it where it lies now</source>
      <translation>Öffnen, wo sie jetzt liegt</translation>
    </message>
    <message>
      <source>Open orders and drafts stay in {currencies}.</source>
      <translation>Offene Aufträge und Entwürfe bleiben in {currencies}.</translation>
    </message>
    <message>
      <source>Open the account</source>
      <translation>Kunden öffnen</translation>
    </message>
    <message>
      <source>Open the account {name}</source>
      <translation>Kunden {name} öffnen</translation>
    </message>
    <message>
      <source>Open the drafts</source>
      <translation>Entwürfe öffnen</translation>
    </message>
    <message>
      <source>Open the invoices</source>
      <translation>Rechnungen öffnen</translation>
    </message>
    <message>
      <source>Open the order it comes from</source>
      <translation>Den Auftrag öffnen, aus dem sie stammt</translation>
    </message>
    <message>
      <source>Open the order of this line</source>
      <translation>Auftrag dieser Position öffnen</translation>
    </message>
    <message>
      <source>Open {name}</source>
      <translation>{name} öffnen</translation>
    </message>
    <message>
      <source>Open {what}</source>
      <translation>{what} öffnen</translation>
    </message>
    <message>
      <source>Open, create or import a company</source>
      <translation>Firma öffnen, anlegen oder importieren</translation>
    </message>
    <message>
      <source>Opened as a draft; once it is sent, mark it so</source>
      <translation>Als Entwurf geöffnet; ist er gesendet, vermerken Sie es</translation>
    </message>
    <message>
      <source>Opened as a draft; once it is sent, mark it so in the outbox</source>
      <translation>Als Entwurf geöffnet; ist er gesendet, vermerken Sie es im Postausgang</translation>
    </message>
    <message>
      <source>Opened before</source>
      <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
      <source>Order</source>
      <translation>Auftrag</translation>
    </message>
    <message>
      <source>Order lines</source>
      <translation>Auftragspositionen</translation>
    </message>
    <message>
      <source>Order {code}</source>
      <translation>Auftrag {code}</translation>
    </message>
    <message>
      <source>Order {code} is a draft again</source>
      <translation>Auftrag {code} ist wieder ein Entwurf</translation>
    </message>
    <message>
      <source>Order {code} is active</source>
      <translation>Auftrag {code} ist aktiv</translation>
    </message>
    <message>
      <source>Order {code} was changed</source>
      <translation>Auftrag {code} wurde geändert</translation>
    </message>
    <message>
      <source>Order {code} was deleted</source>
      <translation>Auftrag {code} wurde gelöscht</translation>
    </message>
    <message>
      <source>Order {code} was made</source>
      <translation>Auftrag {code} wurde angelegt</translation>
    </message>
    <message>
      <source>Order {order}</source>
      <translation>Auftrag {order}</translation>
    </message>
    <message>
      <source>Order {title} edited</source>
      <translation>Auftrag {title} bearbeitet</translation>
    </message>
    <message>
      <source>Order {title} made</source>
      <translation>Auftrag {title} angelegt</translation>
    </message>
    <message>
      <source>Order's state</source>
      <translation>Auftragsstatus</translation>
    </message>
    <message>
      <source>Ordered</source>
      <translation>Bestellt</translation>
    </message>
    <message>
      <source>Ordered on</source>
      <translation>Bestellt am</translation>
    </message>
    <message>
      <source>Ordered {title}</source>
      <translation>{title} bestellt</translation>
    </message>
    <message>
      <source>Orders</source>
      <translation>Aufträge</translation>
    </message>
    <message>
      <source>Orders and schedules</source>
      <translation>Aufträge und Abrechnungspläne</translation>
    </message>
    <message>
      <source>Orders by month</source>
      <translation>Aufträge nach Monat</translation>
    </message>
    <message>
      <source>Orders of the last twelve months</source>
      <translation>Aufträge der letzten zwölf Monate</translation>
    </message>
    <message>
      <source>Orders of {month}</source>
      <translation>Aufträge im {month}</translation>
    </message>
    <message>
      <source>Orders say what accounts have ordered and how it is billed. Make one, or import them.</source>
      <translation>Aufträge sagen, was Kunden bestellt haben und wie es berechnet wird. Legen Sie einen an, oder importieren Sie sie.</translation>
    </message>
    <message>
      <source>Orders to invoices, on your own computer</source>
      <translation>Vom Auftrag zur Rechnung, auf dem eigenen Computer</translation>
    </message>
    <message>
      <source>Other days</source>
      <translation>Andere Tage</translation>
    </message>
    <message>
      <source>Others</source>
      <translation>Übrige</translation>
    </message>
    <message>
      <source>Outbox</source>
      <translation>Postausgang</translation>
    </message>
    <message>
      <source>Outside the scope</source>
      <translation>Nicht steuerbar</translation>
    </message>
    <message>
      <source>Outside the scope of tax</source>
      <translation>Nicht steuerbar</translation>
    </message>
    <message>
      <source>Over 90</source>
      <translation>Über 90</translation>
    </message>
    <message>
      <source>Over 90 days</source>
      <translation>Über 90 Tage</translation>
    </message>
    <message>
      <source>Overdue</source>
      <translation>Überfällig</translation>
    </message>
    <message>
      <source>Overview</source>
      <translation>Überblick</translation>
    </message>
    <message>
      <source>Owing</source>
      <translation>Offene Posten</translation>
    </message>
    <message>
      <source>Own mail program</source>
      <translation>Eigenes E-Mail-Programm</translation>
    </message>
    <message>
      <source>PDF files</source>
      <translation>PDF-Dateien</translation>
    </message>
    <message>
      <source>PIN code</source>
      <translation>PIN-Code</translation>
    </message>
    <message>
      <source>PO {po}</source>
      <translation>Bestellung {po}</translation>
    </message>
    <message>
      <source>Page {page} of {pages}</source>
      <translation>Seite {page} von {pages}</translation>
    </message>
    <message>
      <source>Paid</source>
      <translation>Bezahlt</translation>
    </message>
    <message>
      <source>Paper</source>
      <translation>Papier</translation>
    </message>
    <message>
      <source>Part-paid</source>
      <translation>Teilbezahlt</translation>
    </message>
    <message>
      <source>Partly billed</source>
      <translation>Teilweise berechnet</translation>
    </message>
    <message>
      <source>Password</source>
      <translation>Kennwort</translation>
    </message>
    <message>
      <source>Password of the mail account</source>
      <translation>Kennwort des E-Mail-Kontos</translation>
    </message>
    <message>
      <source>Password of {who}</source>
      <translation>Kennwort von {who}</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>Pausieren</translation>
    </message>
    <message>
      <source>Paused</source>
      <translation>Pausiert</translation>
    </message>
    <message>
      <source>Paused schedules</source>
      <translation>Pausierte Abrechnungspläne</translation>
    </message>
    <message>
      <source>Paused {names}</source>
      <translation>{names} pausiert</translation>
    </message>
    <message>
      <source>Payment</source>
      <translation>Zahlung</translation>
    </message>
    <message>
      <source>Payment terms</source>
      <translation>Zahlungsbedingungen</translation>
    </message>
    <message>
      <source>Payments</source>
      <translation>Zahlungen</translation>
    </message>
    <message>
      <source>Payments are recorded in a later version. Until then an invoice counts as open until it is credited.</source>
      <translation>Zahlungen erfasst erst eine spätere Version. Bis dahin gilt eine Rechnung als offen, bis sie gutgeschrieben ist.</translation>
    </message>
    <message>
      <source>Period</source>
      <translation>Zeitraum</translation>
    </message>
    <message>
      <source>Period or due date</source>
      <translation>Zeitraum oder fällig</translation>
    </message>
    <message>
      <source>Phone</source>
      <translation>Telefon</translation>
    </message>
    <message>
      <source>Pictures</source>
      <translation>Bilder</translation>
    </message>
    <message>
      <source>Place</source>
      <translation>Platz</translation>
    </message>
    <message>
      <source>Plain text. These are filled in from the document: {fields}</source>
      <translation>Reiner Text. Aus dem Beleg werden eingesetzt: {fields}</translation>
    </message>
    <message>
      <source>Plan again</source>
      <translation>Neu planen</translation>
    </message>
    <message>
      <source>Planned for</source>
      <translation>Geplant für</translation>
    </message>
    <message>
      <source>Planning …</source>
      <translation>Planung läuft …</translation>
    </message>
    <message>
      <source>Port</source>
      <translation>Port</translation>
    </message>
    <message>
      <source>Post</source>
      <translation>Buchen</translation>
    </message>
    <message>
      <source>Post and e-mail</source>
      <translation>Buchen und per E-Mail senden</translation>
    </message>
    <message>
      <source>Post it now</source>
      <translation>Jetzt buchen</translation>
    </message>
    <message>
      <source>Post them now</source>
      <translation>Jetzt buchen</translation>
    </message>
    <message>
      <source>Postal code</source>
      <translation>Postleitzahl</translation>
    </message>
    <message>
      <source>Postcode</source>
      <translation>Postleitzahl</translation>
    </message>
    <message>
      <source>Posted</source>
      <translation>Gebucht</translation>
    </message>
    <message>
      <source>Posted as {detail}</source>
      <translation>Gebucht als {detail}</translation>
    </message>
    <message>
      <source>Posted invoices</source>
      <translation>Gebuchte Rechnungen</translation>
    </message>
    <message>
      <source>Posted invoices never change: number, amounts and paper are part of the books. To correct it, credit it.</source>
      <translation>Gebuchte Rechnungen ändern sich nie: Nummer, Beträge und Papier gehören zu den Büchern. Zum Berichtigen schreiben Sie sie gut.</translation>
    </message>
    <message>
      <source>Posted invoices, and e-mails them</source>
      <translation>Gebuchte Rechnungen, per E-Mail gesendet</translation>
    </message>
    <message>
      <source>Posted {number}</source>
      <translation>{number} gebucht</translation>
    </message>
    <message>
      <source>Posted {n} invoices: {first} to {last}</source>
      <translation>{n} Rechnungen gebucht: {first} bis {last}</translation>
    </message>
    <message>
      <source>Posting</source>
      <translation>Buchen</translation>
    </message>
    <message>
      <source>Prefecture</source>
      <translation>Präfektur</translation>
    </message>
    <message>
      <source>Preview</source>
      <translation>Vorschau</translation>
    </message>
    <message>
      <source>Preview beside the list</source>
      <translation>Vorschau neben der Liste</translation>
    </message>
    <message>
      <source>Price</source>
      <translation>Preis</translation>
    </message>
    <message>
      <source>Prices</source>
      <translation>Preise</translation>
    </message>
    <message>
      <source>Prices for {account}</source>
      <translation>Preise für {account}</translation>
    </message>
    <message>
      <source>Print</source>
      <translation>Drucken</translation>
    </message>
    <message>
      <source>Print all</source>
      <translation>Alle drucken</translation>
    </message>
    <message>
      <source>Print it</source>
      <translation>Drucken</translation>
    </message>
    <message>
      <source>Print the invoices of the run</source>
      <translation>Die Rechnungen des Laufs drucken</translation>
    </message>
    <message>
      <source>Print the report</source>
      <translation>Bericht drucken</translation>
    </message>
    <message>
      <source>Print {name}</source>
      <translation>{name} drucken</translation>
    </message>
    <message>
      <source>Printing {name}</source>
      <translation>{name} wird gedruckt</translation>
    </message>
    <message>
      <source>Product</source>
      <translation>Produkt</translation>
    </message>
    <message>
      <source>Product {code}</source>
      <translation>Produkt {code}</translation>
    </message>
    <message>
      <source>Products</source>
      <translation>Produkte</translation>
    </message>
    <message>
      <source>Products are what orders are made of, with their prices. Make one, or import them.</source>
      <translation>Aus Produkten bestehen Aufträge, mit ihren Preisen. Legen Sie eines an, oder importieren Sie sie.</translation>
    </message>
    <message>
      <source>Progress of the job</source>
      <translation>Fortschritt der Arbeit</translation>
    </message>
    <message>
      <source>Progress of the run</source>
      <translation>Fortschritt des Laufs</translation>
    </message>
    <message>
      <source>Province</source>
      <translation>Provinz</translation>
    </message>
    <message>
      <source>Proving … it can be stopped below.</source>
      <translation>Beweis läuft … er lässt sich unten stoppen.</translation>
    </message>
    <message>
      <source>Purchase order</source>
      <translation>Bestellung</translation>
    </message>
    <message>
      <source>Put it in the outbox</source>
      <translation>In den Postausgang legen</translation>
    </message>
    <message>
      <source>Put the account away</source>
      <translation>Den Kunden ins Archiv legen</translation>
    </message>
    <message>
      <source>Quantity</source>
      <translation>Menge</translation>
    </message>
    <message>
      <source>Quarter</source>
      <translation>Quartal</translation>
    </message>
    <message>
      <source>Queued</source>
      <translation>Eingereiht</translation>
    </message>
    <message>
      <source>Queueing again</source>
      <translation>Wird wieder eingereiht</translation>
    </message>
    <message>
      <source>Queueing e-mail</source>
      <translation>E-Mails werden eingereiht</translation>
    </message>
    <message>
      <source>Queueing the message</source>
      <translation>Nachricht wird eingereiht</translation>
    </message>
    <message>
      <source>Quote</source>
      <translation>Angebot</translation>
    </message>
    <message>
      <source>Quoted</source>
      <translation>Angeboten am</translation>
    </message>
    <message>
      <source>Quotes</source>
      <translation>Angebote</translation>
    </message>
    <message>
      <source>Quotes say what accounts are offered. An accepted quote becomes an order and its invoice.</source>
      <translation>Angebote sagen, was Kunden angeboten wird. Ein angenommenes Angebot wird zum Auftrag samt Rechnung.</translation>
    </message>
    <message>
      <source>Ran on</source>
      <translation>Lief am</translation>
    </message>
    <message>
      <source>Rate</source>
      <translation>Satz</translation>
    </message>
    <message>
      <source>Reads like: {subject}</source>
      <translation>Liest sich so: {subject}</translation>
    </message>
    <message>
      <source>Reason</source>
      <translation>Grund</translation>
    </message>
    <message>
      <source>Reason of the credit: {reason}</source>
      <translation>Grund der Gutschrift: {reason}</translation>
    </message>
    <message>
      <source>Recent orders</source>
      <translation>Neueste Aufträge</translation>
    </message>
    <message>
      <source>Recurring</source>
      <translation>Wiederkehrend</translation>
    </message>
    <message>
      <source>Recurring lines</source>
      <translation>Wiederkehrende Positionen</translation>
    </message>
    <message>
      <source>Recurring revenue a month</source>
      <translation>Wiederkehrend im Monat</translation>
    </message>
    <message>
      <source>Redo</source>
      <translation>Wiederholen</translation>
    </message>
    <message>
      <source>Reference</source>
      <translation>Referenz</translation>
    </message>
    <message>
      <source>Refresh</source>
      <translation>Aktualisieren</translation>
    </message>
    <message>
      <source>Region</source>
      <translation>Region</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Entfernen</translation>
    </message>
    <message>
      <source>Remove a product that was never ordered</source>
      <translation>Ein nie bestelltes Produkt entfernen</translation>
    </message>
    <message>
      <source>Remove the filter: {words}</source>
      <translation>Filter entfernen: {words}</translation>
    </message>
    <message>
      <source>Remove the product</source>
      <translation>Produkt entfernen</translation>
    </message>
    <message>
      <source>Remove this filter</source>
      <translation>Diesen Filter entfernen</translation>
    </message>
    <message>
      <source>Removed product {name}</source>
      <translation>Produkt {name} entfernt</translation>
    </message>
    <message>
      <source>Reports</source>
      <translation>Berichte</translation>
    </message>
    <message>
      <source>Reset</source>
      <translation>Zurücksetzen</translation>
    </message>
    <message>
      <source>Restore</source>
      <translation>Wiederherstellen</translation>
    </message>
    <message>
      <source>Restored. What stood there before is kept as {name}</source>
      <translation>Wiederhergestellt. Der bisherige Stand liegt in {name}</translation>
    </message>
    <message>
      <source>Restore…</source>
      <translation>Wiederherstellen…</translation>
    </message>
    <message>
      <source>Restoring</source>
      <translation>Wiederherstellung läuft</translation>
    </message>
    <message>
      <source>Resume</source>
      <translation>Fortsetzen</translation>
    </message>
    <message>
      <source>Resumed {names}</source>
      <translation>{names} fortgesetzt</translation>
    </message>
    <message>
      <source>Retire</source>
      <translation>Nicht mehr verkaufen</translation>
    </message>
    <message>
      <source>Retired</source>
      <translation>Ausgelaufen</translation>
    </message>
    <message>
      <source>Revenue</source>
      <translation>Umsatz</translation>
    </message>
    <message>
      <source>Reverse charge</source>
      <translation>Reverse Charge</translation>
    </message>
    <message>
      <source>Review and bill</source>
      <translation>Prüfen und berechnen</translation>
    </message>
    <message>
      <source>Review and run what is due</source>
      <translation>Fälliges prüfen und ausführen</translation>
    </message>
    <message>
      <source>Review of the run</source>
      <translation>Prüfung des Laufs</translation>
    </message>
    <message>
      <source>Revision</source>
      <translation>Fassung</translation>
    </message>
    <message>
      <source>Rows of lists</source>
      <translation>Listenzeilen</translation>
    </message>
    <message>
      <source>Rule</source>
      <translation>Regel</translation>
    </message>
    <message>
      <source>Run</source>
      <translation>Lauf</translation>
    </message>
    <message>
      <source>Run invoices</source>
      <translation>Rechnungslauf</translation>
    </message>
    <message>
      <source>Run now</source>
      <translation>Jetzt ausführen</translation>
    </message>
    <message>
      <source>Run register</source>
      <translation>Verzeichnis der Läufe</translation>
    </message>
    <message>
      <source>Run the schedules that are due</source>
      <translation>Die fälligen Abrechnungspläne ausführen</translation>
    </message>
    <message>
      <source>Running</source>
      <translation>Läuft</translation>
    </message>
    <message>
      <source>Running invoices</source>
      <translation>Rechnungslauf</translation>
    </message>
    <message>
      <source>Runs</source>
      <translation>Läufe</translation>
    </message>
    <message>
      <source>Runs and accounts left out</source>
      <translation>Läufe und ausgelassene Kunden</translation>
    </message>
    <message>
      <source>Runs that were stopped half-way</source>
      <translation>Auf halbem Weg abgebrochene Läufe</translation>
    </message>
    <message>
      <source>STARTTLS (usual)</source>
      <translation>STARTTLS (üblich)</translation>
    </message>
    <message>
      <source>Sample company</source>
      <translation>Musterfirma</translation>
    </message>
    <message>
      <source>Saturday</source>
      <translation>Samstag</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>Speichern</translation>
    </message>
    <message>
      <source>Save (Ctrl+Enter)</source>
      <translation>Speichern (Strg+Enter)</translation>
    </message>
    <message>
      <source>Save PDFs</source>
      <translation>PDFs speichern</translation>
    </message>
    <message>
      <source>Save PDFs into a folder</source>
      <translation>PDFs in einem Ordner speichern</translation>
    </message>
    <message>
      <source>Save and activate: the invoice is set up</source>
      <translation>Speichern und aktivieren: die Rechnung wird vorbereitet</translation>
    </message>
    <message>
      <source>Save as PDF</source>
      <translation>Als PDF speichern</translation>
    </message>
    <message>
      <source>Save it as a PDF file</source>
      <translation>Als PDF-Datei speichern</translation>
    </message>
    <message>
      <source>Save it elsewhere</source>
      <translation>Anderswo speichern</translation>
    </message>
    <message>
      <source>Save or accept</source>
      <translation>Speichern oder annehmen</translation>
    </message>
    <message>
      <source>Save the company elsewhere</source>
      <translation>Firma anderswo speichern</translation>
    </message>
    <message>
      <source>Save the order</source>
      <translation>Auftrag speichern</translation>
    </message>
    <message>
      <source>Save the report</source>
      <translation>Bericht speichern</translation>
    </message>
    <message>
      <source>Save the report as PDF</source>
      <translation>Bericht als PDF speichern</translation>
    </message>
    <message>
      <source>Save the table as CSV</source>
      <translation>Tabelle als CSV speichern</translation>
    </message>
    <message>
      <source>Save the table for Excel and LibreOffice</source>
      <translation>Tabelle für Excel und LibreOffice speichern</translation>
    </message>
    <message>
      <source>Save the view</source>
      <translation>Ansicht speichern</translation>
    </message>
    <message>
      <source>Save this view</source>
      <translation>Diese Ansicht speichern</translation>
    </message>
    <message>
      <source>Save this view…</source>
      <translation>Diese Ansicht speichern…</translation>
    </message>
    <message>
      <source>Save {number} as PDF</source>
      <translation>{number} als PDF speichern</translation>
    </message>
    <message>
      <source>Saved the view {name}</source>
      <translation>Ansicht {name} gespeichert</translation>
    </message>
    <message>
      <source>Saved {file}</source>
      <translation>{file} gespeichert</translation>
    </message>
    <message>
      <source>Saved {name}</source>
      <translation>{name} gespeichert</translation>
    </message>
    <message>
      <source>Saving PDFs</source>
      <translation>PDFs werden gespeichert</translation>
    </message>
    <message>
      <source>Saving a view</source>
      <translation>Ansicht wird gespeichert</translation>
    </message>
    <message>
      <source>Saving the company</source>
      <translation>Firma wird gespeichert</translation>
    </message>
    <message>
      <source>Saving the settings</source>
      <translation>Einstellungen werden gespeichert</translation>
    </message>
    <message>
      <source>Saving {name}</source>
      <translation>{name} wird gespeichert</translation>
    </message>
    <message>
      <source>Saving {number}</source>
      <translation>{number} wird gespeichert</translation>
    </message>
    <message>
      <source>Schedule</source>
      <translation>Abrechnungsplan</translation>
    </message>
    <message>
      <source>Schedule {name}</source>
      <translation>Abrechnungsplan {name}</translation>
    </message>
    <message>
      <source>Schedule {name} bills it on {day}.</source>
      <translation>Berechnet wird er am {day} vom Abrechnungsplan {name}.</translation>
    </message>
    <message>
      <source>Schedule: {name}</source>
      <translation>Abrechnungsplan: {name}</translation>
    </message>
    <message>
      <source>Schedules</source>
      <translation>Abrechnungspläne</translation>
    </message>
    <message>
      <source>Search</source>
      <translation>Suche</translation>
    </message>
    <message>
      <source>Search accounts, orders, products, descriptions</source>
      <translation>Kunden, Aufträge, Produkte, Bezeichnungen suchen</translation>
    </message>
    <message>
      <source>Search and commands</source>
      <translation>Suche und Befehle</translation>
    </message>
    <message>
      <source>Search in the plan</source>
      <translation>Im Plan suchen</translation>
    </message>
    <message>
      <source>Search in the timeline</source>
      <translation>Im Verlauf suchen</translation>
    </message>
    <message>
      <source>Search in this list</source>
      <translation>In der Liste suchen</translation>
    </message>
    <message>
      <source>Search this list</source>
      <translation>Liste durchsuchen</translation>
    </message>
    <message>
      <source>Search: a number, an amount, a product, a reference, a name</source>
      <translation>Suche: Nummer, Betrag, Produkt, Referenz, Name</translation>
    </message>
    <message>
      <source>Sections of the settings</source>
      <translation>Abschnitte der Einstellungen</translation>
    </message>
    <message>
      <source>Security</source>
      <translation>Sicherheit</translation>
    </message>
    <message>
      <source>See what the next run bills, then bill it</source>
      <translation>Ansehen, was der nächste Lauf berechnet, dann berechnen</translation>
    </message>
    <message>
      <source>Seen when a list is opened next</source>
      <translation>Zu sehen, wenn eine Liste das nächste Mal geöffnet wird</translation>
    </message>
    <message>
      <source>Sell again</source>
      <translation>Wieder verkaufen</translation>
    </message>
    <message>
      <source>Send</source>
      <translation>Senden</translation>
    </message>
    <message>
      <source>Send 1 e-mail</source>
      <translation>1 E-Mail senden</translation>
    </message>
    <message>
      <source>Send a test message</source>
      <translation>Testnachricht senden</translation>
    </message>
    <message>
      <source>Send again</source>
      <translation>Erneut senden</translation>
    </message>
    <message>
      <source>Send all that is queued</source>
      <translation>Alles Eingereihte senden</translation>
    </message>
    <message>
      <source>Send it again</source>
      <translation>Noch einmal senden</translation>
    </message>
    <message>
      <source>Send it now (Ctrl+Enter)</source>
      <translation>Jetzt senden (Strg+Enter)</translation>
    </message>
    <message>
      <source>Send later</source>
      <translation>Später senden</translation>
    </message>
    <message>
      <source>Send now</source>
      <translation>Jetzt senden</translation>
    </message>
    <message>
      <source>Send the e-mails</source>
      <translation>E-Mails senden</translation>
    </message>
    <message>
      <source>Send {n} e-mails</source>
      <translation>{n} E-Mails senden</translation>
    </message>
    <message>
      <source>Sending</source>
      <translation>Wird gesendet</translation>
    </message>
    <message>
      <source>Sending a test message</source>
      <translation>Testnachricht wird gesendet</translation>
    </message>
    <message>
      <source>Sending e-mail</source>
      <translation>E-Mails werden gesendet</translation>
    </message>
    <message>
      <source>Sending {title} to {detail} failed</source>
      <translation>Senden von {title} an {detail} fehlgeschlagen</translation>
    </message>
    <message>
      <source>Sent</source>
      <translation>Gesendet</translation>
    </message>
    <message>
      <source>Sent to {recipient} with the own mail program</source>
      <translation>An {recipient} mit dem eigenen E-Mail-Programm gesendet</translation>
    </message>
    <message>
      <source>Set up</source>
      <translation>Einrichten</translation>
    </message>
    <message>
      <source>Set up the mail account</source>
      <translation>E-Mail-Konto einrichten</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>Einstellungen</translation>
    </message>
    <message>
      <source>Settle</source>
      <translation>Klären</translation>
    </message>
    <message>
      <source>Settle them</source>
      <translation>Klären</translation>
    </message>
    <message>
      <source>Settled: the e-mail to {recipient} is sent again</source>
      <translation>Geklärt: die E-Mail an {recipient} wird erneut gesendet</translation>
    </message>
    <message>
      <source>Settled: the e-mail to {recipient} was sent</source>
      <translation>Geklärt: die E-Mail an {recipient} wurde gesendet</translation>
    </message>
    <message>
      <source>Settling the message</source>
      <translation>Nachricht wird geklärt</translation>
    </message>
    <message>
      <source>Several dates were missed. How shall they be billed?</source>
      <translation>Mehrere Termine wurden versäumt. Wie sollen sie berechnet werden?</translation>
    </message>
    <message>
      <source>Share</source>
      <translation>Anteil</translation>
    </message>
    <message>
      <source>Show</source>
      <translation>Zeigen</translation>
    </message>
    <message>
      <source>Show dues</source>
      <translation>Fälligkeiten zeigen</translation>
    </message>
    <message>
      <source>Show it</source>
      <translation>Zeigen</translation>
    </message>
    <message>
      <source>Show the draft</source>
      <translation>Entwurf zeigen</translation>
    </message>
    <message>
      <source>Show the drafts</source>
      <translation>Entwürfe zeigen</translation>
    </message>
    <message>
      <source>Show the drafts of the next run</source>
      <translation>Entwürfe des nächsten Laufs zeigen</translation>
    </message>
    <message>
      <source>Show the folder</source>
      <translation>Ordner zeigen</translation>
    </message>
    <message>
      <source>Show them</source>
      <translation>Zeigen</translation>
    </message>
    <message>
      <source>Show what stands there now</source>
      <translation>Jetzigen Stand zeigen</translation>
    </message>
    <message>
      <source>Sides of the account</source>
      <translation>Seiten des Kunden</translation>
    </message>
    <message>
      <source>Sides of the invoice</source>
      <translation>Seiten der Rechnung</translation>
    </message>
    <message>
      <source>Smaller</source>
      <translation>Kleiner</translation>
    </message>
    <message>
      <source>So far {drafts} for {accounts} with {lines}.</source>
      <translation>Bisher {drafts} für {accounts} mit {lines}.</translation>
    </message>
    <message>
      <source>Somebody else has changed this order meanwhile. Your changes are not saved, and nothing is overwritten.</source>
      <translation>Jemand anders hat diesen Auftrag inzwischen geändert. Ihre Änderungen sind nicht gespeichert, und nichts wird überschrieben.</translation>
    </message>
    <message>
      <source>Somebody else wrote meanwhile: this is not what the plan said. Look at the invoices.</source>
      <translation>Jemand anders hat inzwischen geschrieben: das ist nicht, was der Plan sagte. Sehen Sie die Rechnungen an.</translation>
    </message>
    <message>
      <source>Something was changed behind BillDesk's back; restore a backup.</source>
      <translation>Etwas wurde an BillDesk vorbei geändert; stellen Sie eine Sicherung wieder her.</translation>
    </message>
    <message>
      <source>Something went wrong</source>
      <translation>Etwas ist schiefgegangen</translation>
    </message>
    <message>
      <source>Something went wrong in BillDesk</source>
      <translation>In BillDesk ist ein Fehler aufgetreten</translation>
    </message>
    <message>
      <source>Standard</source>
      <translation>Regelsatz</translation>
    </message>
    <message>
      <source>Standard or reduced rate</source>
      <translation>Regelsatz oder ermäßigt</translation>
    </message>
    <message>
      <source>Standard rate</source>
      <translation>Regelsatz</translation>
    </message>
    <message>
      <source>Start</source>
      <translation>Beginn</translation>
    </message>
    <message>
      <source>Started</source>
      <translation>Begonnen</translation>
    </message>
    <message>
      <source>Starting …</source>
      <translation>Startet …</translation>
    </message>
    <message>
      <source>Starts on</source>
      <translation>Beginnt am</translation>
    </message>
    <message>
      <source>State</source>
      <translation>Status</translation>
    </message>
    <message>
      <source>Status</source>
      <translation>Status</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Stopp</translation>
    </message>
    <message>
      <source>Stop the job</source>
      <translation>Arbeit stoppen</translation>
    </message>
    <message>
      <source>Stop; what is finished stays</source>
      <translation>Stopp; Fertiges bleibt</translation>
    </message>
    <message>
      <source>Stop; what is posted stays</source>
      <translation>Stopp; Gebuchtes bleibt</translation>
    </message>
    <message>
      <source>Stopped. {n} invoices are posted and stay; the rest is still to be billed.</source>
      <translation>Gestoppt. {n} Rechnungen sind gebucht und bleiben; der Rest ist noch zu berechnen.</translation>
    </message>
    <message>
      <source>Stopping: {title}</source>
      <translation>Wird gestoppt: {title}</translation>
    </message>
    <message>
      <source>Stopping: {words}</source>
      <translation>Wird gestoppt: {words}</translation>
    </message>
    <message>
      <source>Street</source>
      <translation>Straße</translation>
    </message>
    <message>
      <source>Street and number</source>
      <translation>Straße und Hausnummer</translation>
    </message>
    <message>
      <source>Stretch of days</source>
      <translation>Zeitspanne</translation>
    </message>
    <message>
      <source>Subject</source>
      <translation>Betreff</translation>
    </message>
    <message>
      <source>Such as net 30, eom 10, day 15 or 50% 0, 50% 30</source>
      <translation>Etwa net 30, eom 10, day 15 oder 50% 0, 50% 30</translation>
    </message>
    <message>
      <source>Sunday</source>
      <translation>Sonntag</translation>
    </message>
    <message>
      <source>Superseded</source>
      <translation>Ersetzt</translation>
    </message>
    <message>
      <source>System</source>
      <translation>System</translation>
    </message>
    <message>
      <source>TLS from the first byte</source>
      <translation>TLS ab dem ersten Byte</translation>
    </message>
    <message>
      <source>Take a number and fix this draft</source>
      <translation>Eine Nummer vergeben und den Entwurf festschreiben</translation>
    </message>
    <message>
      <source>Take activation back</source>
      <translation>Aktivierung zurücknehmen</translation>
    </message>
    <message>
      <source>Take back</source>
      <translation>Zurückholen</translation>
    </message>
    <message>
      <source>Take off the list</source>
      <translation>Aus der Liste nehmen</translation>
    </message>
    <message>
      <source>Take over what somebody else saved</source>
      <translation>Übernehmen, was jemand anders gespeichert hat</translation>
    </message>
    <message>
      <source>Take the activation back</source>
      <translation>Aktivierung zurücknehmen</translation>
    </message>
    <message>
      <source>Take the new times</source>
      <translation>Neue Zeiten übernehmen</translation>
    </message>
    <message>
      <source>Take {code} away</source>
      <translation>{code} entfernen</translation>
    </message>
    <message>
      <source>Takes effect with the fiscal year {year}: {number}</source>
      <translation>Gilt ab dem Geschäftsjahr {year}: {number}</translation>
    </message>
    <message>
      <source>Target</source>
      <translation>Stichtag</translation>
    </message>
    <message>
      <source>Target date</source>
      <translation>Stichtag</translation>
    </message>
    <message>
      <source>Tax</source>
      <translation>Steuer</translation>
    </message>
    <message>
      <source>Tax ID</source>
      <translation>USt-IdNr.</translation>
    </message>
    <message>
      <source>Tax by category and rate, by invoice date</source>
      <translation>Steuer nach Art und Satz, nach Rechnungsdatum</translation>
    </message>
    <message>
      <source>Tax number</source>
      <translation>Steuernummer</translation>
    </message>
    <message>
      <source>Tax rate</source>
      <translation>Steuersatz</translation>
    </message>
    <message>
      <source>Tax rates</source>
      <translation>Steuersätze</translation>
    </message>
    <message>
      <source>Tax summary</source>
      <translation>Steuerübersicht</translation>
    </message>
    <message>
      <source>Taxable</source>
      <translation>Bemessungsgrundlage</translation>
    </message>
    <message>
      <source>Taxes</source>
      <translation>Steuern</translation>
    </message>
    <message>
      <source>Telephone</source>
      <translation>Telefon</translation>
    </message>
    <message>
      <source>Terms</source>
      <translation>Bedingungen</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>Text</translation>
    </message>
    <message>
      <source>The IBAN, or the account number where there are none</source>
      <translation>Die IBAN, oder die Kontonummer, wo es keine gibt</translation>
    </message>
    <message>
      <source>The account above this one, by its code</source>
      <translation>Der übergeordnete Kunde, mit seinem Code</translation>
    </message>
    <message>
      <source>The account's address</source>
      <translation>Adresse des Kunden</translation>
    </message>
    <message>
      <source>The address that messages come from</source>
      <translation>Die Adresse, von der Nachrichten kommen</translation>
    </message>
    <message>
      <source>The business day before</source>
      <translation>Der Arbeitstag davor</translation>
    </message>
    <message>
      <source>The changes were not saved</source>
      <translation>Die Änderungen wurden nicht gespeichert</translation>
    </message>
    <message>
      <source>The company file is where it was, and can be written</source>
      <translation>Die Firmendatei ist wieder an ihrem Platz und beschreibbar</translation>
    </message>
    <message>
      <source>The database is sound</source>
      <translation>Die Datenbank ist in Ordnung</translation>
    </message>
    <message>
      <source>The date it falls on</source>
      <translation>Der Termin</translation>
    </message>
    <message>
      <source>The date itself</source>
      <translation>Der Termin selbst</translation>
    </message>
    <message>
      <source>The day of the run</source>
      <translation>Der Tag des Laufs</translation>
    </message>
    <message>
      <source>The day of the start</source>
      <translation>Der Tag des Beginns</translation>
    </message>
    <message>
      <source>The e-mail that is on its way</source>
      <translation>Die E-Mail, die unterwegs ist</translation>
    </message>
    <message>
      <source>The first of a fiscal year is {number}</source>
      <translation>Die erste eines Geschäftsjahres ist {number}</translation>
    </message>
    <message>
      <source>The last order was {order} on {day}</source>
      <translation>Der letzte Auftrag war {order} am {day}</translation>
    </message>
    <message>
      <source>The log of changes is whole</source>
      <translation>Das Änderungsprotokoll ist vollständig</translation>
    </message>
    <message>
      <source>The logo</source>
      <translation>Das Logo</translation>
    </message>
    <message>
      <source>The mail account works: a message is on its way to {address}</source>
      <translation>Das E-Mail-Konto funktioniert: eine Nachricht ist unterwegs an {address}</translation>
    </message>
    <message>
      <source>The message is queued</source>
      <translation>Die Nachricht ist eingereiht</translation>
    </message>
    <message>
      <source>The message to this recipient is {state}: settle it in the outbox first.</source>
      <translation>Nachricht an diesen Empfänger: {state}. Klären Sie sie zuerst im Postausgang.</translation>
    </message>
    <message>
      <source>The missed run of {date} would bill</source>
      <translation>Der versäumte Lauf vom {date} würde berechnen</translation>
    </message>
    <message>
      <source>The nearest in the same month</source>
      <translation>Der nächstgelegene im selben Monat</translation>
    </message>
    <message>
      <source>The next business day</source>
      <translation>Der nächste Arbeitstag</translation>
    </message>
    <message>
      <source>The next dates</source>
      <translation>Die nächsten Termine</translation>
    </message>
    <message>
      <source>The next run</source>
      <translation>Der nächste Lauf</translation>
    </message>
    <message>
      <source>The next run would bill</source>
      <translation>Der nächste Lauf würde berechnen</translation>
    </message>
    <message>
      <source>The oldest was due on {day}</source>
      <translation>Die älteste war fällig am {day}</translation>
    </message>
    <message>
      <source>The ones you use; more can be added in the settings</source>
      <translation>Die Sie verwenden; weitere lassen sich in den Einstellungen hinzufügen</translation>
    </message>
    <message>
      <source>The paper</source>
      <translation>Das Papier</translation>
    </message>
    <message>
      <source>The plan has changed for {accounts}: this is how it stands now.</source>
      <translation>Der Plan hat sich für {accounts} geändert: so steht er jetzt.</translation>
    </message>
    <message>
      <source>The plan of the run</source>
      <translation>Der Plan des Laufs</translation>
    </message>
    <message>
      <source>The price includes tax: {net} net and {tax} tax at {rate}.</source>
      <translation>Der Preis enthält die Steuer: {net} netto und {tax} Steuer zu {rate}.</translation>
    </message>
    <message>
      <source>The report could not be saved; copy it from here. Please send it to those who make BillDesk.</source>
      <translation>Der Bericht konnte nicht gespeichert werden; kopieren Sie ihn von hier. Bitte senden Sie ihn an die Hersteller von BillDesk.</translation>
    </message>
    <message>
      <source>The report is in {path}. Please send it to those who make BillDesk.</source>
      <translation>Der Bericht liegt in {path}. Bitte senden Sie ihn an die Hersteller von BillDesk.</translation>
    </message>
    <message>
      <source>The report's plot</source>
      <translation>Das Diagramm des Berichts</translation>
    </message>
    <message>
      <source>The report's rows</source>
      <translation>Die Zeilen des Berichts</translation>
    </message>
    <message>
      <source>The report's totals</source>
      <translation>Die Summen des Berichts</translation>
    </message>
    <message>
      <source>The run leaves drafts for you to post.</source>
      <translation>Der Lauf hinterlässt Entwürfe, die Sie buchen.</translation>
    </message>
    <message>
      <source>The run of {date} would bill</source>
      <translation>Der Lauf vom {date} würde berechnen</translation>
    </message>
    <message>
      <source>The run posts and e-mails them.</source>
      <translation>Der Lauf bucht sie und sendet sie per E-Mail.</translation>
    </message>
    <message>
      <source>The run posts them.</source>
      <translation>Der Lauf bucht sie.</translation>
    </message>
    <message>
      <source>The run waits for your review.</source>
      <translation>Der Lauf wartet auf Ihre Prüfung.</translation>
    </message>
    <message>
      <source>The tables are those of this version</source>
      <translation>Die Tabellen sind die dieser Version</translation>
    </message>
    <message>
      <source>The target date (due up to)</source>
      <translation>Der Stichtag (fällig bis)</translation>
    </message>
    <message>
      <source>Their periods are free and stand in a draft at once</source>
      <translation>Ihre Zeiträume werden frei und stehen sofort in einem Entwurf</translation>
    </message>
    <message>
      <source>There is no draft among them</source>
      <translation>Es ist kein Entwurf dabei</translation>
    </message>
    <message>
      <source>There is no mail account yet: set one up, or use your own mail program.</source>
      <translation>Es gibt noch kein E-Mail-Konto: richten Sie eines ein, oder nehmen Sie das eigene E-Mail-Programm.</translation>
    </message>
    <message>
      <source>There is no schedule yet.</source>
      <translation>Es gibt noch keinen Abrechnungsplan.</translation>
    </message>
    <message>
      <source>There is none: no date is left</source>
      <translation>Es gibt keinen: kein Termin ist übrig</translation>
    </message>
    <message>
      <source>There is nothing here yet.</source>
      <translation>Hier ist noch nichts.</translation>
    </message>
    <message>
      <source>There is nothing to report.</source>
      <translation>Es gibt nichts zu berichten.</translation>
    </message>
    <message>
      <source>There is nothing to send</source>
      <translation>Es gibt nichts zu senden</translation>
    </message>
    <message>
      <source>This computer has no keyring to keep it in: you are asked for it each time messages are sent</source>
      <translation>Kein Schlüsselbund hier: beim Senden wird danach gefragt</translation>
    </message>
    <message>
      <source>This computer has no keyring to keep it in: you will be asked again after a restart.</source>
      <translation>Dieser Computer hat keinen Schlüsselbund dafür: nach einem Neustart werden Sie wieder gefragt.</translation>
    </message>
    <message>
      <source>This credit note corrects invoice {number} in full.</source>
      <translation>Diese Gutschrift berichtigt die Rechnung {number} ganz.</translation>
    </message>
    <message>
      <source>This draft has no number yet.</source>
      <translation>Dieser Entwurf hat noch keine Nummer.</translation>
    </message>
    <message>
      <source>This draft is dated {date} and is not posted yet: posting cannot be undone</source>
      <translation>Dieser Entwurf hat das Datum {date} und ist noch nicht gebucht: Buchen lässt sich nicht rückgängig machen</translation>
    </message>
    <message>
      <source>This is what somebody else has saved</source>
      <translation>Das hat jemand anders gespeichert</translation>
    </message>
    <message>
      <source>This month</source>
      <translation>Dieser Monat</translation>
    </message>
    <message>
      <source>This order is active. Purchase order, due dates, delivery and the invoice of lines that are not billed can change; what is billed stays. Quantities, prices and ends are amended by the command line (billdesk order amend).</source>
      <translation>Dieser Auftrag ist aktiv. Bestellnummer, Fälligkeiten, Lieferung und die Rechnung noch nicht berechneter Positionen können sich ändern; was berechnet ist, bleibt. Mengen, Preise und Enden werden auf der Befehlszeile geändert (billdesk order amend).</translation>
    </message>
    <message>
      <source>This order is cancelled.</source>
      <translation>Dieser Auftrag ist storniert.</translation>
    </message>
    <message>
      <source>This order was deleted by somebody else meanwhile. What you see is not saved.</source>
      <translation>Jemand anders hat diesen Auftrag inzwischen gelöscht. Was Sie sehen, ist nicht gespeichert.</translation>
    </message>
    <message>
      <source>This order was not saved when it was left.</source>
      <translation>Dieser Auftrag war nicht gespeichert, als er verlassen wurde.</translation>
    </message>
    <message>
      <source>This page</source>
      <translation>Diese Seite</translation>
    </message>
    <message>
      <source>This quarter</source>
      <translation>Dieses Quartal</translation>
    </message>
    <message>
      <source>This year</source>
      <translation>Dieses Jahr</translation>
    </message>
    <message>
      <source>Those of the account; or net 30, eom 10</source>
      <translation>Die des Kunden; oder net 30, eom 10</translation>
    </message>
    <message>
      <source>Thursday</source>
      <translation>Donnerstag</translation>
    </message>
    <message>
      <source>Timeline</source>
      <translation>Verlauf</translation>
    </message>
    <message>
      <source>Timer</source>
      <translation>Zeitgeber</translation>
    </message>
    <message>
      <source>Timing</source>
      <translation>Zeitpunkt</translation>
    </message>
    <message>
      <source>Title</source>
      <translation>Titel</translation>
    </message>
    <message>
      <source>To</source>
      <translation>An</translation>
    </message>
    <message>
      <source>To be billed</source>
      <translation>Zu berechnen</translation>
    </message>
    <message>
      <source>To the list</source>
      <translation>Zur Liste</translation>
    </message>
    <message>
      <source>Together {net}</source>
      <translation>Zusammen {net}</translation>
    </message>
    <message>
      <source>Together {net}, with tax {total}</source>
      <translation>Zusammen {net}, mit Steuer {total}</translation>
    </message>
    <message>
      <source>Took {name} back</source>
      <translation>{name} zurückgeholt</translation>
    </message>
    <message>
      <source>Total</source>
      <translation>Gesamt</translation>
    </message>
    <message>
      <source>Tries</source>
      <translation>Versuche</translation>
    </message>
    <message>
      <source>Trouble</source>
      <translation>Störung</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>Erneut versuchen</translation>
    </message>
    <message>
      <source>Tuesday</source>
      <translation>Dienstag</translation>
    </message>
    <message>
      <source>Turn off</source>
      <translation>Ausschalten</translation>
    </message>
    <message>
      <source>Turn on</source>
      <translation>Einschalten</translation>
    </message>
    <message>
      <source>Turning the timer off</source>
      <translation>Zeitgeber wird ausgeschaltet</translation>
    </message>
    <message>
      <source>Turning the timer on</source>
      <translation>Zeitgeber wird eingeschaltet</translation>
    </message>
    <message>
      <source>Type a name or code</source>
      <translation>Name oder Code eingeben</translation>
    </message>
    <message>
      <source>Unbilled</source>
      <translation>Noch nicht berechnet</translation>
    </message>
    <message>
      <source>Uncertain</source>
      <translation>Ungewiss</translation>
    </message>
    <message>
      <source>Uncertain whether the e-mail reached {recipient}</source>
      <translation>Ungewiss, ob die E-Mail {recipient} erreicht hat</translation>
    </message>
    <message>
      <source>Uncertain whether {title} reached {detail}</source>
      <translation>Ungewiss, ob {title} {detail} erreicht hat</translation>
    </message>
    <message>
      <source>Unchanged</source>
      <translation>Gleich</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>Rückgängig</translation>
    </message>
    <message>
      <source>Undone: {edit}</source>
      <translation>Rückgängig: {edit}</translation>
    </message>
    <message>
      <source>Unit</source>
      <translation>Einheit</translation>
    </message>
    <message>
      <source>Unit price</source>
      <translation>Einzelpreis</translation>
    </message>
    <message>
      <source>Unit price ({currency})</source>
      <translation>Einzelpreis ({currency})</translation>
    </message>
    <message>
      <source>Unsaved changes</source>
      <translation>Ungespeichertes</translation>
    </message>
    <message>
      <source>Until</source>
      <translation>Bis</translation>
    </message>
    <message>
      <source>Up to which due date</source>
      <translation>Bis zu welcher Fälligkeit</translation>
    </message>
    <message>
      <source>Up to {day}</source>
      <translation>Bis {day}</translation>
    </message>
    <message>
      <source>Usage</source>
      <translation>Verbrauch</translation>
    </message>
    <message>
      <source>Usage from {first} to {last}, due on {due}.</source>
      <translation>Verbrauch von {first} bis {last}, fällig am {due}.</translation>
    </message>
    <message>
      <source>Usage records</source>
      <translation>Verbrauchsdaten</translation>
    </message>
    <message>
      <source>Use the country's rates</source>
      <translation>Sätze des Landes übernehmen</translation>
    </message>
    <message>
      <source>Use the standard text</source>
      <translation>Standardtext übernehmen</translation>
    </message>
    <message>
      <source>User</source>
      <translation>Benutzer</translation>
    </message>
    <message>
      <source>Usual products</source>
      <translation>Übliche Produkte</translation>
    </message>
    <message>
      <source>Usually orders</source>
      <translation>Bestellt meist</translation>
    </message>
    <message>
      <source>VAT number</source>
      <translation>USt-IdNr.</translation>
    </message>
    <message>
      <source>Valid until</source>
      <translation>Gültig bis</translation>
    </message>
    <message>
      <source>Value</source>
      <translation>Wert</translation>
    </message>
    <message>
      <source>Verify</source>
      <translation>Prüfen</translation>
    </message>
    <message>
      <source>Verify or restore</source>
      <translation>Prüfen oder wiederherstellen</translation>
    </message>
    <message>
      <source>Verify the company</source>
      <translation>Firma prüfen</translation>
    </message>
    <message>
      <source>Verifying</source>
      <translation>Prüfung läuft</translation>
    </message>
    <message>
      <source>Views</source>
      <translation>Ansichten</translation>
    </message>
    <message>
      <source>Waiting</source>
      <translation>Wartend</translation>
    </message>
    <message>
      <source>Was it sent?</source>
      <translation>Wurde sie gesendet?</translation>
    </message>
    <message>
      <source>Wednesday</source>
      <translation>Mittwoch</translation>
    </message>
    <message>
      <source>Weekday</source>
      <translation>Wochentag</translation>
    </message>
    <message>
      <source>Weekday of the month</source>
      <translation>Wochentag im Monat</translation>
    </message>
    <message>
      <source>Weekends only; or a code such as US, GB, DE-BY</source>
      <translation>Wochenenden; oder US, DE-BY</translation>
    </message>
    <message>
      <source>Welcome</source>
      <translation>Willkommen</translation>
    </message>
    <message>
      <source>What</source>
      <translation>Was</translation>
    </message>
    <message>
      <source>What accounts owe, by how long it is past due</source>
      <translation>Was Kunden schulden, nach Tagen über der Fälligkeit</translation>
    </message>
    <message>
      <source>What invoices call it.</source>
      <translation>So heißt es auf Rechnungen.</translation>
    </message>
    <message>
      <source>What is asked</source>
      <translation>Was gefragt ist</translation>
    </message>
    <message>
      <source>What is delivered from now on is printed like this; what was delivered stays as it was.</source>
      <translation>Was ab jetzt versandt wird, ist so gedruckt; Versandtes bleibt, wie es war.</translation>
    </message>
    <message>
      <source>What is still to be billed, by the same rules as the runs</source>
      <translation>Was noch zu berechnen ist, nach denselben Regeln wie die Läufe</translation>
    </message>
    <message>
      <source>What is usual there</source>
      <translation>Was dort üblich ist</translation>
    </message>
    <message>
      <source>What it billed is due again.</source>
      <translation>Was sie berechnet hat, ist wieder fällig.</translation>
    </message>
    <message>
      <source>What it takes</source>
      <translation>Was er nimmt</translation>
    </message>
    <message>
      <source>What lines of orders begin with; each line may say otherwise.</source>
      <translation>Vorgabe für Auftragspositionen; jede Position kann abweichen.</translation>
    </message>
    <message>
      <source>What messages say</source>
      <translation>Was Nachrichten sagen</translation>
    </message>
    <message>
      <source>What the run makes</source>
      <translation>Was der Lauf macht</translation>
    </message>
    <message>
      <source>What to bill</source>
      <translation>Was zu berechnen ist</translation>
    </message>
    <message>
      <source>What to do</source>
      <translation>Was zu tun ist</translation>
    </message>
    <message>
      <source>What was found</source>
      <translation>Was gefunden wurde</translation>
    </message>
    <message>
      <source>What was proved</source>
      <translation>Was bewiesen wurde</translation>
    </message>
    <message>
      <source>What will be brought in</source>
      <translation>Was übernommen wird</translation>
    </message>
    <message>
      <source>When</source>
      <translation>Zeitpunkt</translation>
    </message>
    <message>
      <source>Where a line has no bill date of its own</source>
      <translation>Wo eine Position kein eigenes Rechnungsdatum hat</translation>
    </message>
    <message>
      <source>Where customers pay to, and by when.</source>
      <translation>Wohin Kunden zahlen, und bis wann.</translation>
    </message>
    <message>
      <source>Where is the company to be kept?</source>
      <translation>Wo soll die Firma liegen?</translation>
    </message>
    <message>
      <source>Where is the copy to go?</source>
      <translation>Wohin soll die Kopie?</translation>
    </message>
    <message>
      <source>Where it is not the company</source>
      <translation>Wenn es nicht die Firma ist</translation>
    </message>
    <message>
      <source>Where that is another address</source>
      <translation>Wenn das eine andere Adresse ist</translation>
    </message>
    <message>
      <source>Which backup?</source>
      <translation>Welche Sicherung?</translation>
    </message>
    <message>
      <source>Which folder holds the files?</source>
      <translation>In welchem Ordner liegen die Dateien?</translation>
    </message>
    <message>
      <source>Which folder?</source>
      <translation>Welcher Ordner?</translation>
    </message>
    <message>
      <source>Which of them</source>
      <translation>Welcher davon</translation>
    </message>
    <message>
      <source>Whole order</source>
      <translation>Auftrag</translation>
    </message>
    <message>
      <source>Whom you bill: a name, an address, a currency.</source>
      <translation>Wem Sie berechnen: Name, Adresse, Währung.</translation>
    </message>
    <message>
      <source>Why</source>
      <translation>Warum</translation>
    </message>
    <message>
      <source>Why this amount</source>
      <translation>Warum dieser Betrag</translation>
    </message>
    <message>
      <source>With accounts left out</source>
      <translation>Mit ausgelassenen Kunden</translation>
    </message>
    <message>
      <source>With tax {amount}.</source>
      <translation>Mit Steuer {amount}.</translation>
    </message>
    <message>
      <source>With thanks to</source>
      <translation>Mit Dank an</translation>
    </message>
    <message>
      <source>Withdraw</source>
      <translation>Zurückziehen</translation>
    </message>
    <message>
      <source>Withdrawing</source>
      <translation>Wird zurückgezogen</translation>
    </message>
    <message>
      <source>Without a schedule a draft waits for a person.</source>
      <translation>Ohne Abrechnungsplan wartet ein Entwurf auf einen Menschen.</translation>
    </message>
    <message>
      <source>Without price</source>
      <translation>Ohne Preis</translation>
    </message>
    <message>
      <source>Without product</source>
      <translation>Ohne Produkt</translation>
    </message>
    <message>
      <source>Working it out …</source>
      <translation>Wird ermittelt …</translation>
    </message>
    <message>
      <source>Working it out … {n} %</source>
      <translation>Wird ermittelt … {n} %</translation>
    </message>
    <message>
      <source>Worth {amounts} a month</source>
      <translation>Im Monat {amounts}</translation>
    </message>
    <message>
      <source>Write the credit note (Ctrl+Enter)</source>
      <translation>Gutschrift erstellen (Strg+Enter)</translation>
    </message>
    <message>
      <source>Write to this account</source>
      <translation>Diesem Kunden schreiben</translation>
    </message>
    <message>
      <source>Writing the draft</source>
      <translation>Entwurf wird geschrieben</translation>
    </message>
    <message>
      <source>Wrote {n} files</source>
      <translation>{n} Dateien geschrieben</translation>
    </message>
    <message>
      <source>XLSX</source>
      <translation>XLSX</translation>
    </message>
    <message>
      <source>Year</source>
      <translation>Jahr</translation>
    </message>
    <message>
      <source>Yes</source>
      <translation>Ja</translation>
    </message>
    <message>
      <source>Your computer can run the schedules by itself, at their times of day, also while BillDesk is closed. What was missed while it was off is made up for.</source>
      <translation>Ihr Computer kann die Abrechnungspläne zu ihren Uhrzeiten selbst ausführen, auch wenn BillDesk geschlossen ist. Was er ausgeschaltet versäumt, wird nachgeholt.</translation>
    </message>
    <message>
      <source>ZIP code</source>
      <translation>ZIP-Code</translation>
    </message>
    <message>
      <source>Zero rated</source>
      <translation>Nullsatz</translation>
    </message>
    <message>
      <source>a run by hand</source>
      <translation>ein Lauf von Hand</translation>
    </message>
    <message>
      <source>a unit price is wanted</source>
      <translation>ein Einzelpreis fehlt</translation>
    </message>
    <message>
      <source>a view needs a name</source>
      <translation>eine Ansicht braucht einen Namen</translation>
    </message>
    <message>
      <source>a weekend</source>
      <translation>auf ein Wochenende</translation>
    </message>
    <message>
      <source>a weekend or a holiday (calendar {calendar})</source>
      <translation>auf ein Wochenende oder einen Feiertag (Kalender {calendar})</translation>
    </message>
    <message>
      <source>account</source>
      <translation>Kunde</translation>
    </message>
    <message>
      <source>after</source>
      <translation>nach</translation>
    </message>
    <message>
      <source>amount not known yet</source>
      <translation>Betrag noch nicht bekannt</translation>
    </message>
    <message>
      <source>and 1 more currency</source>
      <translation>und 1 weitere Währung</translation>
    </message>
    <message>
      <source>and {n} more</source>
      <translation>und {n} weitere</translation>
    </message>
    <message>
      <source>and {n} more currencies</source>
      <translation>und {n} weitere Währungen</translation>
    </message>
    <message>
      <source>archived</source>
      <translation>archiviert</translation>
    </message>
    <message>
      <source>as it is due</source>
      <translation>wie es fällig wird</translation>
    </message>
    <message>
      <source>as ordered</source>
      <translation>wie bestellt</translation>
    </message>
    <message>
      <source>as the company's</source>
      <translation>wie die Firma</translation>
    </message>
    <message>
      <source>as the line says</source>
      <translation>wie die Position sagt</translation>
    </message>
    <message>
      <source>as the order</source>
      <translation>wie der Auftrag</translation>
    </message>
    <message>
      <source>as the system</source>
      <translation>wie das System</translation>
    </message>
    <message>
      <source>asks what to do with missed dates</source>
      <translation>fragt, was mit versäumten Terminen geschieht</translation>
    </message>
    <message>
      <source>at {time}</source>
      <translation>um {time} Uhr</translation>
    </message>
    <message>
      <source>before</source>
      <translation>vor</translation>
    </message>
    <message>
      <source>begins with</source>
      <translation>beginnt mit</translation>
    </message>
    <message>
      <source>begun {at}</source>
      <translation>begonnen {at}</translation>
    </message>
    <message>
      <source>belongs to {name}</source>
      <translation>gehört zu {name}</translation>
    </message>
    <message>
      <source>between</source>
      <translation>zwischen</translation>
    </message>
    <message>
      <source>business days by calendar {calendar}</source>
      <translation>Arbeitstage nach Kalender {calendar}</translation>
    </message>
    <message>
      <source>by usage</source>
      <translation>nach Verbrauch</translation>
    </message>
    <message>
      <source>by {actor}</source>
      <translation>von {actor}</translation>
    </message>
    <message>
      <source>choose another one, or save the PDF</source>
      <translation>wählen Sie einen anderen, oder speichern Sie das PDF</translation>
    </message>
    <message>
      <source>collects all lines</source>
      <translation>nimmt alle Positionen</translation>
    </message>
    <message>
      <source>collects lines</source>
      <translation>nimmt Positionen</translation>
    </message>
    <message>
      <source>compact</source>
      <translation>dicht</translation>
    </message>
    <message>
      <source>contains</source>
      <translation>enthält</translation>
    </message>
    <message>
      <source>counted from {day} on or after {date}</source>
      <translation>gezählt ab dem {day} am oder nach dem {date}</translation>
    </message>
    <message>
      <source>dark</source>
      <translation>dunkel</translation>
    </message>
    <message>
      <source>dated by the day of the run</source>
      <translation>mit dem Tag des Laufs als Datum</translation>
    </message>
    <message>
      <source>dated by the target date</source>
      <translation>mit dem Stichtag als Datum</translation>
    </message>
    <message>
      <source>dated {date}</source>
      <translation>Datum {date}</translation>
    </message>
    <message>
      <source>day</source>
      <translation>Tag</translation>
    </message>
    <message>
      <source>day {n}</source>
      <translation>{n}.</translation>
    </message>
    <message>
      <source>day {n} or the month's last</source>
      <translation>{n}. oder letzten Tag des Monats</translation>
    </message>
    <message>
      <source>days</source>
      <translation>Tage</translation>
    </message>
    <message>
      <source>drafts are not printed</source>
      <translation>Entwürfe werden nicht gedruckt</translation>
    </message>
    <message>
      <source>due and dated {date}</source>
      <translation>fällig und datiert {date}</translation>
    </message>
    <message>
      <source>due up to</source>
      <translation>fällig bis</translation>
    </message>
    <message>
      <source>due up to the day after</source>
      <translation>mit Fälligkeit bis zum Tag danach</translation>
    </message>
    <message>
      <source>due up to the day before</source>
      <translation>mit Fälligkeit bis zum Tag davor</translation>
    </message>
    <message>
      <source>due up to the same date</source>
      <translation>mit Fälligkeit bis zum selben Tag</translation>
    </message>
    <message>
      <source>due up to {date}</source>
      <translation>fällig bis {date}</translation>
    </message>
    <message>
      <source>due up to {day}</source>
      <translation>fällig bis {day}</translation>
    </message>
    <message>
      <source>due up to {n} days earlier</source>
      <translation>mit Fälligkeit bis {n} Tage davor</translation>
    </message>
    <message>
      <source>due up to {n} days later</source>
      <translation>mit Fälligkeit bis {n} Tage danach</translation>
    </message>
    <message>
      <source>due {date}</source>
      <translation>fällig {date}</translation>
    </message>
    <message>
      <source>due {day}</source>
      <translation>fällig {day}</translation>
    </message>
    <message>
      <source>due {day} if it is posted as planned</source>
      <translation>fällig {day}, wenn wie geplant gebucht</translation>
    </message>
    <message>
      <source>every</source>
      <translation>alle</translation>
    </message>
    <message>
      <source>fifth</source>
      <translation>fünfter</translation>
    </message>
    <message>
      <source>first</source>
      <translation>erster</translation>
    </message>
    <message>
      <source>fourth</source>
      <translation>vierter</translation>
    </message>
    <message>
      <source>free some space or choose another place</source>
      <translation>schaffen Sie Platz oder wählen Sie einen anderen Ort</translation>
    </message>
    <message>
      <source>from {date}</source>
      <translation>ab {date}</translation>
    </message>
    <message>
      <source>give it one</source>
      <translation>geben Sie ihr einen</translation>
    </message>
    <message>
      <source>half-years</source>
      <translation>Halbjahre</translation>
    </message>
    <message>
      <source>held as drafts for review</source>
      <translation>als Entwurf zur Prüfung gehalten</translation>
    </message>
    <message>
      <source>if it is posted today</source>
      <translation>wenn heute gebucht</translation>
    </message>
    <message>
      <source>in</source>
      <translation>im Zeitraum</translation>
    </message>
    <message>
      <source>in advance</source>
      <translation>im Voraus</translation>
    </message>
    <message>
      <source>in all {amount}</source>
      <translation>zusammen {amount}</translation>
    </message>
    <message>
      <source>in arrears</source>
      <translation>nachträglich</translation>
    </message>
    <message>
      <source>in {names}</source>
      <translation>in {names}</translation>
    </message>
    <message>
      <source>is</source>
      <translation>ist</translation>
    </message>
    <message>
      <source>is empty</source>
      <translation>ist leer</translation>
    </message>
    <message>
      <source>is set</source>
      <translation>ist gesetzt</translation>
    </message>
    <message>
      <source>issued {day}</source>
      <translation>ausgestellt {day}</translation>
    </message>
    <message>
      <source>its periods are billed again</source>
      <translation>ihre Zeiträume werden erneut berechnet</translation>
    </message>
    <message>
      <source>last</source>
      <translation>letzter</translation>
    </message>
    <message>
      <source>last month</source>
      <translation>letzter Monat</translation>
    </message>
    <message>
      <source>last quarter</source>
      <translation>letztes Quartal</translation>
    </message>
    <message>
      <source>last week</source>
      <translation>letzte Woche</translation>
    </message>
    <message>
      <source>last year</source>
      <translation>letztes Jahr</translation>
    </message>
    <message>
      <source>left as drafts</source>
      <translation>als Entwurf belassen</translation>
    </message>
    <message>
      <source>light</source>
      <translation>hell</translation>
    </message>
    <message>
      <source>line</source>
      <translation>Position</translation>
    </message>
    <message>
      <source>made from the name</source>
      <translation>wird aus dem Namen gebildet</translation>
    </message>
    <message>
      <source>missed</source>
      <translation>versäumt</translation>
    </message>
    <message>
      <source>missed dates each in its turn</source>
      <translation>versäumte Termine nacheinander</translation>
    </message>
    <message>
      <source>missed dates in one run</source>
      <translation>versäumte Termine in einem Lauf</translation>
    </message>
    <message>
      <source>month</source>
      <translation>Monat</translation>
    </message>
    <message>
      <source>months</source>
      <translation>Monate</translation>
    </message>
    <message>
      <source>more rows are wrong; let the good ones in to see them all</source>
      <translation>weitere Zeilen sind fehlerhaft; übernehmen Sie die guten, um alle zu sehen</translation>
    </message>
    <message>
      <source>never ordered</source>
      <translation>nie bestellt</translation>
    </message>
    <message>
      <source>new</source>
      <translation>neu</translation>
    </message>
    <message>
      <source>next month</source>
      <translation>nächster Monat</translation>
    </message>
    <message>
      <source>next {day}</source>
      <translation>nächste Fälligkeit {day}</translation>
    </message>
    <message>
      <source>no drafts</source>
      <translation>keine Entwürfe</translation>
    </message>
    <message>
      <source>no end</source>
      <translation>ohne Ende</translation>
    </message>
    <message>
      <source>no lines yet</source>
      <translation>noch keine Positionen</translation>
    </message>
    <message>
      <source>no mail program answers on this computer</source>
      <translation>auf diesem Computer antwortet kein E-Mail-Programm</translation>
    </message>
    <message>
      <source>none</source>
      <translation>ohne</translation>
    </message>
    <message>
      <source>none yet</source>
      <translation>noch keine</translation>
    </message>
    <message>
      <source>none, for a server on this computer</source>
      <translation>keine, für einen Server auf diesem Computer</translation>
    </message>
    <message>
      <source>normal</source>
      <translation>normal</translation>
    </message>
    <message>
      <source>not saved</source>
      <translation>nicht gespeichert</translation>
    </message>
    <message>
      <source>not {what}</source>
      <translation>nicht {what}</translation>
    </message>
    <message>
      <source>nothing is ticked</source>
      <translation>nichts ist angekreuzt</translation>
    </message>
    <message>
      <source>nothing late</source>
      <translation>nichts überfällig</translation>
    </message>
    <message>
      <source>nothing left to bill</source>
      <translation>nichts mehr zu berechnen</translation>
    </message>
    <message>
      <source>nothing open</source>
      <translation>nichts offen</translation>
    </message>
    <message>
      <source>now, by hand</source>
      <translation>jetzt, von Hand</translation>
    </message>
    <message>
      <source>of 1 order, {open} still to bill</source>
      <translation>aus 1 Auftrag, {open} noch zu berechnen</translation>
    </message>
    <message>
      <source>of account {names}</source>
      <translation>des Kunden {names}</translation>
    </message>
    <message>
      <source>of order {names}</source>
      <translation>des Auftrags {names}</translation>
    </message>
    <message>
      <source>of product {names}</source>
      <translation>zum Produkt {names}</translation>
    </message>
    <message>
      <source>of {n} orders, {open} still to bill</source>
      <translation>aus {n} Aufträgen, {open} noch zu berechnen</translation>
    </message>
    <message>
      <source>on</source>
      <translation>am</translation>
    </message>
    <message>
      <source>on terms {terms}</source>
      <translation>zu Bedingungen {terms}</translation>
    </message>
    <message>
      <source>on the business day before where that is {what}</source>
      <translation>am Arbeitstag davor, wenn der Tag {what} fällt</translation>
    </message>
    <message>
      <source>on the day they are due</source>
      <translation>am Tag der Fälligkeit</translation>
    </message>
    <message>
      <source>on the day they are ordered</source>
      <translation>am Tag der Bestellung</translation>
    </message>
    <message>
      <source>on the next business day of the same month, or else the one before, where that is {what}</source>
      <translation>am nächsten Arbeitstag desselben Monats, sonst am letzten davor, wenn der Tag {what} fällt</translation>
    </message>
    <message>
      <source>on the next business day where that is {what}</source>
      <translation>am nächsten Arbeitstag, wenn der Tag {what} fällt</translation>
    </message>
    <message>
      <source>on {amount}</source>
      <translation>auf {amount}</translation>
    </message>
    <message>
      <source>on {day}</source>
      <translation>am {day}</translation>
    </message>
    <message>
      <source>once more</source>
      <translation>noch einmal</translation>
    </message>
    <message>
      <source>one account was left out</source>
      <translation>ein Kunde wurde ausgelassen</translation>
    </message>
    <message>
      <source>one day late</source>
      <translation>einen Tag überfällig</translation>
    </message>
    <message>
      <source>one invoice</source>
      <translation>eine Rechnung</translation>
    </message>
    <message>
      <source>one invoice per account</source>
      <translation>eine Rechnung je Kunde</translation>
    </message>
    <message>
      <source>one invoice per order</source>
      <translation>eine Rechnung je Auftrag</translation>
    </message>
    <message>
      <source>one invoice per purchase order</source>
      <translation>eine Rechnung je Bestellung</translation>
    </message>
    <message>
      <source>over</source>
      <translation>über</translation>
    </message>
    <message>
      <source>per account</source>
      <translation>je Kunde</translation>
    </message>
    <message>
      <source>per order</source>
      <translation>je Auftrag</translation>
    </message>
    <message>
      <source>per purchase order</source>
      <translation>je Bestellung</translation>
    </message>
    <message>
      <source>per {unit}</source>
      <translation>je {unit}</translation>
    </message>
    <message>
      <source>piece, hour, month …</source>
      <translation>Stück, Stunde, Monat …</translation>
    </message>
    <message>
      <source>post them first</source>
      <translation>buchen Sie sie zuerst</translation>
    </message>
    <message>
      <source>posted</source>
      <translation>gebucht</translation>
    </message>
    <message>
      <source>posted and e-mailed</source>
      <translation>gebucht und per E-Mail gesendet</translation>
    </message>
    <message>
      <source>product</source>
      <translation>Produkt</translation>
    </message>
    <message>
      <source>quarter</source>
      <translation>Quartal</translation>
    </message>
    <message>
      <source>quarters</source>
      <translation>Quartale</translation>
    </message>
    <message>
      <source>reference {text}</source>
      <translation>Referenz {text}</translation>
    </message>
    <message>
      <source>schedule {name}</source>
      <translation>Abrechnungsplan {name}</translation>
    </message>
    <message>
      <source>seal {digest}</source>
      <translation>Siegel {digest}</translation>
    </message>
    <message>
      <source>second</source>
      <translation>zweiter</translation>
    </message>
    <message>
      <source>see that it is on and reachable, choose another one, or save the PDF</source>
      <translation>sehen Sie nach, ob er an und erreichbar ist, wählen Sie einen anderen, oder speichern Sie das PDF</translation>
    </message>
    <message>
      <source>semester</source>
      <translation>Halbjahr</translation>
    </message>
    <message>
      <source>semesters</source>
      <translation>Halbjahre</translation>
    </message>
    <message>
      <source>terms {terms}</source>
      <translation>Bedingungen {terms}</translation>
    </message>
    <message>
      <source>the account's</source>
      <translation>die des Kunden</translation>
    </message>
    <message>
      <source>the fifth {weekday} or the month's last</source>
      <translation>fünften {weekday} oder letzten des Monats</translation>
    </message>
    <message>
      <source>the file cannot be written</source>
      <translation>die Datei kann nicht geschrieben werden</translation>
    </message>
    <message>
      <source>the first bill is for a part of a period</source>
      <translation>die erste Rechnung gilt für einen Teil eines Zeitraums</translation>
    </message>
    <message>
      <source>the first {weekday}</source>
      <translation>ersten {weekday}</translation>
    </message>
    <message>
      <source>the fourth {weekday}</source>
      <translation>vierten {weekday}</translation>
    </message>
    <message>
      <source>the last 30 days</source>
      <translation>die letzten 30 Tage</translation>
    </message>
    <message>
      <source>the last business day</source>
      <translation>letzten Arbeitstag</translation>
    </message>
    <message>
      <source>the last day</source>
      <translation>letzten Tag</translation>
    </message>
    <message>
      <source>the last {weekday}</source>
      <translation>letzten {weekday}</translation>
    </message>
    <message>
      <source>the next 30 days</source>
      <translation>die nächsten 30 Tage</translation>
    </message>
    <message>
      <source>the next 7 days</source>
      <translation>die nächsten 7 Tage</translation>
    </message>
    <message>
      <source>the printer</source>
      <translation>der Drucker</translation>
    </message>
    <message>
      <source>the printer does not take the pages</source>
      <translation>der Drucker nimmt die Seiten nicht an</translation>
    </message>
    <message>
      <source>the printer is not there any more</source>
      <translation>der Drucker ist nicht mehr da</translation>
    </message>
    <message>
      <source>the second {weekday}</source>
      <translation>zweiten {weekday}</translation>
    </message>
    <message>
      <source>the third {weekday}</source>
      <translation>dritten {weekday}</translation>
    </message>
    <message>
      <source>there is no value</source>
      <translation>ein Wert fehlt</translation>
    </message>
    <message>
      <source>third</source>
      <translation>dritter</translation>
    </message>
    <message>
      <source>this month</source>
      <translation>dieser Monat</translation>
    </message>
    <message>
      <source>this quarter</source>
      <translation>dieses Quartal</translation>
    </message>
    <message>
      <source>this week</source>
      <translation>diese Woche</translation>
    </message>
    <message>
      <source>this year</source>
      <translation>dieses Jahr</translation>
    </message>
    <message>
      <source>tick one or more</source>
      <translation>kreuzen Sie eines oder mehrere an</translation>
    </message>
    <message>
      <source>to</source>
      <translation>bis</translation>
    </message>
    <message>
      <source>today</source>
      <translation>heute</translation>
    </message>
    <message>
      <source>type one</source>
      <translation>geben Sie einen ein</translation>
    </message>
    <message>
      <source>under</source>
      <translation>unter</translation>
    </message>
    <message>
      <source>unless a line says otherwise</source>
      <translation>außer eine Position sagt es anders</translation>
    </message>
    <message>
      <source>until it is ended</source>
      <translation>bis zur Beendigung</translation>
    </message>
    <message>
      <source>until {date}</source>
      <translation>bis {date}</translation>
    </message>
    <message>
      <source>until {day}</source>
      <translation>bis {day}</translation>
    </message>
    <message>
      <source>waits for a person</source>
      <translation>wartet auf einen Menschen</translation>
    </message>
    <message>
      <source>week</source>
      <translation>Woche</translation>
    </message>
    <message>
      <source>weeks</source>
      <translation>Wochen</translation>
    </message>
    <message>
      <source>what was used</source>
      <translation>nach Verbrauch</translation>
    </message>
    <message>
      <source>when they are fulfilled</source>
      <translation>bei Erfüllung</translation>
    </message>
    <message>
      <source>with tax</source>
      <translation>mit Steuer</translation>
    </message>
    <message>
      <source>without tax</source>
      <translation>ohne Steuer</translation>
    </message>
    <message>
      <source>write from another one</source>
      <translation>schreiben Sie von einem anderen</translation>
    </message>
    <message>
      <source>write it like {sample}</source>
      <translation>schreiben Sie es wie {sample}</translation>
    </message>
    <message>
      <source>write it like {sample} or 2026-12-31</source>
      <translation>schreiben Sie es wie {sample} oder 2026-12-31</translation>
    </message>
    <message>
      <source>year</source>
      <translation>Jahr</translation>
    </message>
    <message>
      <source>years</source>
      <translation>Jahre</translation>
    </message>
    <message>
      <source>yesterday</source>
      <translation>gestern</translation>
    </message>
    <message>
      <source>your company</source>
      <translation>Ihre Firma</translation>
    </message>
    <message>
      <source>{amount} + usage</source>
      <translation>{amount} + Verbrauch</translation>
    </message>
    <message>
      <source>{amount} a month</source>
      <translation>{amount} im Monat</translation>
    </message>
    <message>
      <source>{amount} a year</source>
      <translation>{amount} im Jahr</translation>
    </message>
    <message>
      <source>{amount} billed</source>
      <translation>{amount} berechnet</translation>
    </message>
    <message>
      <source>{amount} in a draft that waits</source>
      <translation>{amount} in einem Entwurf, der wartet</translation>
    </message>
    <message>
      <source>{count}; {n} more currencies</source>
      <translation>{count}; {n} weitere Währungen</translation>
    </message>
    <message>
      <source>{count}; {n} more currency</source>
      <translation>{count}; {n} weitere Währung</translation>
    </message>
    <message>
      <source>{currency}, billions</source>
      <translation>{currency}, Milliarden</translation>
    </message>
    <message>
      <source>{currency}, millions</source>
      <translation>{currency}, Millionen</translation>
    </message>
    <message>
      <source>{currency}, thousands</source>
      <translation>{currency}, Tausend</translation>
    </message>
    <message>
      <source>{edit}: that cannot be undone</source>
      <translation>{edit}: das lässt sich nicht rückgängig machen</translation>
    </message>
    <message>
      <source>{file} line {line}</source>
      <translation>{file} Zeile {line}</translation>
    </message>
    <message>
      <source>{first} to {last}</source>
      <translation>{first} bis {last}</translation>
    </message>
    <message>
      <source>{head} from {first} to {last}, due on {due}.</source>
      <translation>{head} von {first} bis {last}, fällig am {due}.</translation>
    </message>
    <message>
      <source>{label} *</source>
      <translation>{label} *</translation>
    </message>
    <message>
      <source>{made} = {amount}.</source>
      <translation>{made} = {amount}.</translation>
    </message>
    <message>
      <source>{month}: {n} order, {amount}</source>
      <translation>{month}: {n} Auftrag, {amount}</translation>
    </message>
    <message>
      <source>{month}: {n} orders, {amount}</source>
      <translation>{month}: {n} Aufträge, {amount}</translation>
    </message>
    <message>
      <source>{names} ran meanwhile: {made}</source>
      <translation>{names} lief inzwischen: {made}</translation>
    </message>
    <message>
      <source>{name} (not there)</source>
      <translation>{name} (fehlt)</translation>
    </message>
    <message>
      <source>{name} is ready</source>
      <translation>{name} ist bereit</translation>
    </message>
    <message>
      <source>{name} is sold again</source>
      <translation>{name} wird wieder verkauft</translation>
    </message>
    <message>
      <source>{name} is sold no more</source>
      <translation>{name} wird nicht mehr verkauft</translation>
    </message>
    <message>
      <source>{name} replaces all that is in this company. The present state is kept in a file beside it.</source>
      <translation>{name} ersetzt alles in dieser Firma. Der jetzige Stand bleibt in einer Datei daneben.</translation>
    </message>
    <message>
      <source>{net} net, {tax} tax</source>
      <translation>{net} netto, {tax} Steuer</translation>
    </message>
    <message>
      <source>{net} without tax</source>
      <translation>{net} ohne Steuer</translation>
    </message>
    <message>
      <source>{number} to {recipient}</source>
      <translation>{number} an {recipient}</translation>
    </message>
    <message>
      <source>{number} was left out: {reason}</source>
      <translation>{number} wurde ausgelassen: {reason}</translation>
    </message>
    <message>
      <source>{n} PDFs saved</source>
      <translation>{n} PDFs gespeichert</translation>
    </message>
    <message>
      <source>{n} account</source>
      <translation>{n} Kunde</translation>
    </message>
    <message>
      <source>{n} accounts</source>
      <translation>{n} Kunden</translation>
    </message>
    <message>
      <source>{n} accounts are left out</source>
      <translation>{n} Kunden sind ausgelassen</translation>
    </message>
    <message>
      <source>{n} accounts were left out</source>
      <translation>{n} Kunden wurden ausgelassen</translation>
    </message>
    <message>
      <source>{n} credit note</source>
      <translation>{n} Gutschrift</translation>
    </message>
    <message>
      <source>{n} credit notes</source>
      <translation>{n} Gutschriften</translation>
    </message>
    <message>
      <source>{n} credited, {amount}</source>
      <translation>{n} gutgeschrieben, {amount}</translation>
    </message>
    <message>
      <source>{n} dates</source>
      <translation>{n} Termine</translation>
    </message>
    <message>
      <source>{n} days late</source>
      <translation>{n} Tage überfällig</translation>
    </message>
    <message>
      <source>{n} document</source>
      <translation>{n} Beleg</translation>
    </message>
    <message>
      <source>{n} documents</source>
      <translation>{n} Belege</translation>
    </message>
    <message>
      <source>{n} draft</source>
      <translation>{n} Entwurf</translation>
    </message>
    <message>
      <source>{n} drafts</source>
      <translation>{n} Entwürfe</translation>
    </message>
    <message>
      <source>{n} drafts are complete and wait for you</source>
      <translation>{n} Entwürfe sind fertig und warten auf Sie</translation>
    </message>
    <message>
      <source>{n} drafts are dated {date} or later and are not posted yet: posting cannot be undone</source>
      <translation>{n} Entwürfe haben das Datum {date} oder ein späteres und sind noch nicht gebucht: Buchen lässt sich nicht rückgängig machen</translation>
    </message>
    <message>
      <source>{n} drafts could not be posted; the first: {what}</source>
      <translation>{n} Entwürfe konnten nicht gebucht werden; der erste: {what}</translation>
    </message>
    <message>
      <source>{n} invoice</source>
      <translation>{n} Rechnung</translation>
    </message>
    <message>
      <source>{n} invoice since {day}</source>
      <translation>{n} Rechnung seit {day}</translation>
    </message>
    <message>
      <source>{n} invoices</source>
      <translation>{n} Rechnungen</translation>
    </message>
    <message>
      <source>{n} invoices are posted</source>
      <translation>{n} Rechnungen sind gebucht</translation>
    </message>
    <message>
      <source>{n} invoices since {day}</source>
      <translation>{n} Rechnungen seit {day}</translation>
    </message>
    <message>
      <source>{n} left out</source>
      <translation>{n} ausgelassen</translation>
    </message>
    <message>
      <source>{n} line</source>
      <translation>{n} Position</translation>
    </message>
    <message>
      <source>{n} lines</source>
      <translation>{n} Positionen</translation>
    </message>
    <message>
      <source>{n} lines are not complete and bill nothing yet.</source>
      <translation>{n} Positionen sind unvollständig und berechnen noch nichts.</translation>
    </message>
    <message>
      <source>{n} message</source>
      <translation>{n} Nachricht</translation>
    </message>
    <message>
      <source>{n} messages</source>
      <translation>{n} Nachrichten</translation>
    </message>
    <message>
      <source>{n} messages queued</source>
      <translation>{n} Nachrichten eingereiht</translation>
    </message>
    <message>
      <source>{n} messages sent</source>
      <translation>{n} Nachrichten gesendet</translation>
    </message>
    <message>
      <source>{n} messages were being sent when BillDesk stopped; nobody can say whether they left</source>
      <translation>{n} Nachrichten wurden gerade gesendet, als BillDesk endete; ob sie hinausgingen, ist ungewiss</translation>
    </message>
    <message>
      <source>{n} messages withdrawn</source>
      <translation>{n} Nachrichten zurückgezogen</translation>
    </message>
    <message>
      <source>{n} more</source>
      <translation>{n} weitere</translation>
    </message>
    <message>
      <source>{n} more happened since; the newest is shown, and each has a report of its own.</source>
      <translation>{n} weitere Fehler sind seither aufgetreten; der neueste wird gezeigt, jeder hat einen eigenen Bericht.</translation>
    </message>
    <message>
      <source>{n} open invoice</source>
      <translation>{n} offene Rechnung</translation>
    </message>
    <message>
      <source>{n} open invoice, {amount}</source>
      <translation>{n} offene Rechnung, {amount}</translation>
    </message>
    <message>
      <source>{n} open invoices</source>
      <translation>{n} offene Rechnungen</translation>
    </message>
    <message>
      <source>{n} open invoices, {amount}</source>
      <translation>{n} offene Rechnungen, {amount}</translation>
    </message>
    <message>
      <source>{n} order</source>
      <translation>{n} Auftrag</translation>
    </message>
    <message>
      <source>{n} order line</source>
      <translation>{n} Auftragsposition</translation>
    </message>
    <message>
      <source>{n} order lines</source>
      <translation>{n} Auftragspositionen</translation>
    </message>
    <message>
      <source>{n} order, {amount} on average</source>
      <translation>{n} Auftrag, im Mittel {amount}</translation>
    </message>
    <message>
      <source>{n} orders</source>
      <translation>{n} Aufträge</translation>
    </message>
    <message>
      <source>{n} orders are active</source>
      <translation>{n} Aufträge sind aktiv</translation>
    </message>
    <message>
      <source>{n} orders were deleted</source>
      <translation>{n} Aufträge wurden gelöscht</translation>
    </message>
    <message>
      <source>{n} orders, {amount} on average</source>
      <translation>{n} Aufträge, im Mittel {amount}</translation>
    </message>
    <message>
      <source>{n} others</source>
      <translation>{n} weitere</translation>
    </message>
    <message>
      <source>{n} overdue, {amount}, {share} of what is open</source>
      <translation>{n} überfällig, {amount}, {share} des Offenen</translation>
    </message>
    <message>
      <source>{n} pages</source>
      <translation>{n} Seiten</translation>
    </message>
    <message>
      <source>{n} pages printed</source>
      <translation>{n} Seiten gedruckt</translation>
    </message>
    <message>
      <source>{n} periods</source>
      <translation>{n} Zeiträume</translation>
    </message>
    <message>
      <source>{n} picked</source>
      <translation>{n} gewählt</translation>
    </message>
    <message>
      <source>{n} product</source>
      <translation>{n} Produkt</translation>
    </message>
    <message>
      <source>{n} products</source>
      <translation>{n} Produkte</translation>
    </message>
    <message>
      <source>{n} quote</source>
      <translation>{n} Angebot</translation>
    </message>
    <message>
      <source>{n} quotes</source>
      <translation>{n} Angebote</translation>
    </message>
    <message>
      <source>{n} row</source>
      <translation>{n} Zeile</translation>
    </message>
    <message>
      <source>{n} rows</source>
      <translation>{n} Zeilen</translation>
    </message>
    <message>
      <source>{n} rows are wrong and stay out; {file} will say which and why.</source>
      <translation>{n} Zeilen sind fehlerhaft und bleiben draußen; {file} nennt sie und die Gründe.</translation>
    </message>
    <message>
      <source>{n} rows copied</source>
      <translation>{n} Zeilen kopiert</translation>
    </message>
    <message>
      <source>{n} rows exported</source>
      <translation>{n} Zeilen exportiert</translation>
    </message>
    <message>
      <source>{n} run</source>
      <translation>{n} Lauf</translation>
    </message>
    <message>
      <source>{n} runs</source>
      <translation>{n} Läufe</translation>
    </message>
    <message>
      <source>{n} schedule</source>
      <translation>{n} Abrechnungsplan</translation>
    </message>
    <message>
      <source>{n} schedules</source>
      <translation>{n} Abrechnungspläne</translation>
    </message>
    <message>
      <source>{n} selected</source>
      <translation>{n} gewählt</translation>
    </message>
    <message>
      <source>{n} usage records</source>
      <translation>{n} Verbrauchssätze</translation>
    </message>
    <message>
      <source>{n} were left out; the first, {number}: {reason}</source>
      <translation>{n} wurden ausgelassen; die erste, {number}: {reason}</translation>
    </message>
    <message>
      <source>{order}, line {n}: {what}</source>
      <translation>{order}, Position {n}: {what}</translation>
    </message>
    <message>
      <source>{posted} is open, {overdue} of it overdue; {drafts} stands in drafts, {total} in all.</source>
      <translation>{posted} sind offen, davon {overdue} überfällig; {drafts} stehen in Entwürfen, zusammen {total}.</translation>
    </message>
    <message>
      <source>{quantity} {unit} × {price}</source>
      <translation>{quantity} {unit} × {price}</translation>
    </message>
    <message>
      <source>{quantity} × {price}</source>
      <translation>{quantity} × {price}</translation>
    </message>
    <message>
      <source>{report} by {way}</source>
      <translation>{report} nach {way}</translation>
    </message>
    <message>
      <source>{schedule}, {date}</source>
      <translation>{schedule}, {date}</translation>
    </message>
    <message>
      <source>{schedule}: due since {day}</source>
      <translation>{schedule}: fällig seit {day}</translation>
    </message>
    <message>
      <source>{schedule}: today</source>
      <translation>{schedule}: heute</translation>
    </message>
    <message>
      <source>{schedule}: tomorrow, {day}</source>
      <translation>{schedule}: morgen, {day}</translation>
    </message>
    <message>
      <source>{schedule}: {day}, in {n} days</source>
      <translation>{schedule}: {day}, in {n} Tagen</translation>
    </message>
    <message>
      <source>{schedule}: {n} runs are due, the first since {day}</source>
      <translation>{schedule}: {n} Läufe sind fällig, der erste seit {day}</translation>
    </message>
    <message>
      <source>{sent} sent, {left} not: {number} to {recipient}: {reason}</source>
      <translation>{sent} gesendet, {left} nicht: {number} an {recipient}: {reason}</translation>
    </message>
    <message>
      <source>{some} or {last}</source>
      <translation>{some} oder {last}</translation>
    </message>
    <message>
      <source>{terms} (as the company's)</source>
      <translation>{terms} (wie die Firma)</translation>
    </message>
    <message>
      <source>{text} is not a date; write it like {sample}</source>
      <translation>{text} ist kein Datum; zum Beispiel {sample}</translation>
    </message>
    <message>
      <source>{title} for {detail} was handed to the mail program</source>
      <translation>{title} für {detail} ging an das E-Mail-Programm</translation>
    </message>
    <message>
      <source>{used} of {whole} days</source>
      <translation>{used} von {whole} Tagen</translation>
    </message>
    <message>
      <source>{what} from {first} to {last}</source>
      <translation>{what} von {first} bis {last}</translation>
    </message>
    <message>
      <source>{what}; write it like {sample}</source>
      <translation>{what}; zum Beispiel {sample}</translation>
    </message>
  </context>
</TS>
