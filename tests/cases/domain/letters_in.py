"""Letters of our own making, in the manner of those that desks receive."""

SHORT = """\
KEMENTERIAN CONTOH REPUBLIK CONTOH
Nomor   : B-417/KC.3/AI.05.02/09/2025
Hal     : Permohonan penanganan konten

Jakarta, 12 September 2025

Yth. Kanal

Berdasarkan Undang-Undang Nomor 11 Tahun 2008 tanggal 21 April 2008 (lihat
https://peraturan.contoh.example/uu-11-2008) dan Peraturan Menteri Nomor 5 Tahun 2020
(https://jdih.contoh.go.id/permen-5-2020.pdf), kami mohon tautan berikut ditangani:

1) https://kanal.example/judi_hoki/12
2) hxxps://kanal[.]example/judi_hoki/13
3) https://dinas-hutan.contoh.go.id/slot-gacor/

Undangan ke grupnya: https://t.me/+AbCdEfGhIjKlMn0p

Aplikasi aduan dapat diunduh di:
https://play.google.com/store/apps/details?id=example.contoh.aduan
https://apps.apple.com/id/app/aduan/id123456789

Keterangan lain ada di https://www.contoh.go.id/aduan atau surel piket@aduan-contoh.example,
juga di https://aduan-contoh.example/bantuan .

Hormat kami,
Kementerian Contoh
"""

ENGLISH = """\
To whom it may concern,

Our ref: CYB/2024/0931

We should inform you that, on the decision of the Consumer Service dated 14.07.2024 No 61-54/B,
the page https://someone.pages.example/die-fast/ was entered in the register, entry 70203.
In accordance with the Federal Law of July 27, 2006 No. 149-FZ (
<https://register.example.gov/docs/149.pdf>
https://register.example.gov/docs/149.pdf) it will be blocked.

The register is open at the following address: http://register.example.gov/en/ .

Mar 3rd, 2024
"""

CHINESE = """\
您好！我代表某某局，向贵公司举报贵平台上出现的违法链接。 法律规定：禁止传播此类信息。

2023年9月3日
文号：网安〔2023〕88号

https://kanal.example/one
https://kanal.example/two
"""
