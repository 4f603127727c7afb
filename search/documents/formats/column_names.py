"""Names of columns and keys by what they hold, in many languages. The first names of each are looked for first."""

from collections.abc import Mapping

_NAMES = {
    "text": """
        text fulltext articlebody maintext articletext storytext body bodytext content contents article story
        plaintext cleantext rawtext textcontent contenttext articlecontent postcontent documenttext document
        transcript message post tweet selftext volltext artikeltext inhalt artikel beitrag texte textecomplet
        contenu corps texto textocompleto contenido cuerpo noticia artículo articulo conteúdo conteudo corpo
        testo contenuto articolo tekst inhoud treść tresc artykuł brødtext brødtekst innehåll innhold indhold
        teksti obsah szöveg metin içerik haber текст содержание статья содержимое κείμενο النص نص المحتوى متن
        טקסט 本文 正文 内容 內容 全文 文本 記事 본문 내용 기사""",
    "lead": """
        lead lede standfirst description summary abstract subtitle subheadline subheading deck dek teaser
        excerpt intro vorspann untertitel zusammenfassung chapô chapeau résumé resume resumen entradilla
        subtítulo resumo sommario occhiello ingress manchet streszczenie zajawka описание аннотация 摘要 要約 요약""",
    "title": """
        title headline articletitle posttitle storytitle heading head hed titel überschrift ueberschrift
        schlagzeile titre titular titulo título titolo manchete kop tytuł tytul nagłówek rubrik otsikko
        overskrift cím başlık baslik заголовок название τίτλος العنوان عنوان כותרת 标题 標題 題名
        タイトル 见出し 見出し 제목""",
    "published": """
        datepublished publisheddate publishdate datepublish publicationdate published publishedat publishedon
        pubdate date articledate postdate dateposted postedat publishedtime publicationtime webpublicationdate
        firstpublished releasedate createdat createdate datecreated createdutc created datetime timestamp
        seendate posted time erscheinungsdatum veröffentlicht veröffentlichtam veroeffentlicht datum
        datepublication datedepublication datedeparution fecha fechapublicación fechapublicacion
        fechadepublicación datapublicação datapublicacao data datadipubblicazione datapubblicazione dato
        publiceringsdatum päivämäärä dátum tarih дата датапубликации опубликовано ημερομηνία التاريخ تاريخ תאריך
        日期 发布时间 發布時間 发布日期 日付 公開日 掲載日 날짜 작성일""",
    "updated": """
        dateupdated updated updatedat updateddate dateupdate lastupdated datemodified modified modifieddate
        datemodify lastmodified modifiedat aktualisiert geändert misàjour actualizado atualizado aggiornato
        обновлено 更新日期 更新时间 更新日""",
    "authors": """
        authors author byline bylines articleauthor authorname writer writers reporter creator dccreator autor
        autoren verfasser autores autora auteur auteurs autore autori redacteur författare forfatter tekijä
        szerző yazar автор авторы συντάκτης الكاتب المؤلف מחבר 作者 记者 記者 著者 저자 기자""",
    "source": """
        outlet newspaper publisher publication publicationname publicationtitle sourcename source medium media
        newssource journal sitename site website provider sourcedomain domain zeitung quelle medien fuente
        periódico periodico fonte jornal testata giornale krant bron gazeta źródło zdroj kaynak gazete источник
        издание πηγή المصدر מקור 来源 來源 媒体 媒體 出典 新聞 출처 언론사""",
    "url": """
        url articleurl sourceurl weburl canonicalurl link articlelink permalink href uri webaddress adresse
        enlace lien ссылка 链接 網址 网址""",
    "language": """
        language lang languagecode locale sprache langue idioma língua lingua taal språk język
        язык dil 语言 語言 언어""",
    "key": """
        id articleid docid documentid recordid uid guid uuid accessionnumber identifier key""",
    "file": """
        file filename filepath path datei dateiname fichier archivo arquivo nomefile bestand plik файл 文件 文件名""",
}
NAMES: Mapping[str, tuple[str, ...]] = {role: tuple(names.split()) for role, names in _NAMES.items()}
"""The names of each role in lower case, without spaces and signs."""
